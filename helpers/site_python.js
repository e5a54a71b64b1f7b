// Starts the browser's Python from files that lie here packed by gzip, each as NAME.bin: a plain
// web server would send them three times as large. JupyterLite takes this file for pyodide.js.
self.loadPyodide = async options => {
  const { indexURL } = options
  const ask = self.fetch.bind(self)
  const packed = address => address.startsWith(indexURL) && /\.(js|wasm|whl|zip)$/.test(address)

  async function fetched(address) {
    const answer = await ask(`${address}.bin`)
    if (!answer.ok) return answer
    const type = address.endsWith(".wasm") ? "application/wasm" : "text/javascript"
    const whole = answer.body.pipeThrough(new DecompressionStream("gzip"))
    return new Response(whole, { headers: { "Content-Type": type } })
  }

  async function start(name) {
    const address = URL.createObjectURL(await (await fetched(indexURL + name)).blob())
    importScripts(address)
    URL.revokeObjectURL(address)
  }

  // Pyodide asks for each file by its own name.
  self.fetch = (address, more) =>
    packed(String(address)) ? fetched(String(address)) : ask(address, more)
  await start("pyodide.js")
  await start("pyodide.asm.js")
  return self.loadPyodide(options)
}
