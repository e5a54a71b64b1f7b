// Runs the cells of lessons in the site's own Python, under Node: node cells.cjs PYTHON LESSON…
// PYTHON is the folder with pyodide.js.bin. Prints one line of JSON: a list of what differs.
const fs = require("fs")
const path = require("path")
const { unpacked } = require("./unpacked.cjs")
const [packed, ...lessons] = process.argv.slice(2)

async function main(folder) {
  const { loadPyodide } = require(path.join(folder, "pyodide.js"))
  const env = { SANDS_JOURNAL: "/kept", MPLBACKEND: "agg" }
  const packages = ["micropip", "ipython", "comm", "sqlite3", "ssl", "jedi", "shifting-sands"]
  const python = await loadPyodide({ indexURL: folder + "/", env, packages })
  python.FS.mkdirTree("/lessons")
  for (const lesson of lessons) {
    python.FS.writeFile(`/lessons/${path.basename(lesson)}`, fs.readFileSync(lesson))
  }
  await python.runPythonAsync(fs.readFileSync(path.join(__dirname, "cells.py"), "utf8"))
  const used = process.cpuUsage()
  const seconds = (used.user + used.system) / 1e6
  console.log(JSON.stringify({ ...JSON.parse(python.globals.get("told")), seconds }))
}
const place = unpacked(packed)
main(place)
  .catch(error => { console.error(String(error).slice(-3000)); process.exitCode = 1 })
  .finally(() => fs.rmSync(place, { recursive: true }))
