// Processor time of each stage of the browser's Python, under Node: node stages.cjs PYTHON CODE
// PYTHON is the site's folder with pyodide.js.bin, CODE draws the first picture. Prints a line of JSON for each stage.
const fs = require("fs")
const path = require("path")
const { unpacked } = require("../site/unpacked.cjs")

const STAGES = [
  ["IPython", "from IPython.core.interactiveshell import InteractiveShell as I; I.instance()"],
  ["pandas", "import pandas"],
  ["ipywidgets", "import ipywidgets, anywidget"],
  ["matplotlib", "import matplotlib.figure, matplotlib.backends.backend_agg"],
  ["lesson 3's first cell and first picture", process.argv[3]],
]

async function main(folder) {
  let last = process.cpuUsage()
  const done = stage => {
    const { user, system } = process.cpuUsage(last)
    console.log(JSON.stringify([stage, (user + system) / 1e6]))
    last = process.cpuUsage()
  }
  const { loadPyodide } = require(path.join(folder, "pyodide.js"))
  const env = { SANDS_JOURNAL: "/kept", MPLBACKEND: "agg" }
  const python = await loadPyodide({ indexURL: folder + "/", env })
  done("core")
  const packages = ["ipython", "comm", "sqlite3", "ssl", "jedi", "shifting-sands"]
  await python.loadPackage(packages, { messageCallback: () => {} })
  done("packages fetched and unpacked")
  for (const [stage, code] of STAGES) {
    python.runPython(code)
    done(stage)
  }
}
const place = unpacked(process.argv[2])
main(place)
  .catch(error => { console.error(String(error).slice(-3000)); process.exitCode = 1 })
  .finally(() => fs.rmSync(place, { recursive: true }))
