// Unpacks the site's Python as the browser does while it loads it.
const fs = require("fs")
const os = require("os")
const path = require("path")
const zlib = require("zlib")

exports.unpacked = packed => {
  const target = fs.mkdtempSync(path.join(os.tmpdir(), "python-"))
  for (const name of fs.readdirSync(packed)) {
    const content = fs.readFileSync(path.join(packed, name))
    const own = name.replace(/\.bin$/, "")
    fs.writeFileSync(path.join(target, own), own === name ? content : zlib.gunzipSync(content))
  }
  return target
}
