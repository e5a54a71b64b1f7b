// The page before a lesson runs: fetches what the lesson will need, so that the wait can be shown,
// and says in one sentence what this browser does not allow.
const facts = JSON.parse(document.getElementById("facts").textContent)
const at = id => document.getElementById(id)
const say = (name, more = {}) => {
  at("said").textContent = facts.words[name].replace(/\{(\w+)\}/g, (_, key) => more[key])
}
const stop = (name, more) => { say(name, more); at("wait").hidden = true }

// A lesson's answers live in the browser's own database, which a service worker reaches.
async function keeps() {
  if (!("serviceWorker" in navigator) || !window.indexedDB) return false
  return new Promise(done => {
    let asked
    try { asked = indexedDB.open("shifting-sands-asked") } catch { return done(false) }
    asked.onerror = () => done(false)
    asked.onsuccess = () => {
      asked.result.close(); indexedDB.deleteDatabase("shifting-sands-asked"); done(true)
    }
  })
}

// A file that is not what was built stops here: the lesson would only stand still.
class Damaged extends Error {}

async function load(tell, signal) {
  const all = facts.files.reduce((sum, [, size]) => sum + size, 0)
  let done = 0
  const one = async ([address, , hash]) => {
    const answer = await fetch(address, { signal })
    if (!answer.ok) throw new Error(address)
    const parts = []
    const reader = answer.body.getReader()
    for (let part; !(part = await reader.read()).done;) {
      parts.push(part.value)
      tell(done += part.value.length, all)
    }
    const whole = await new Blob(parts).arrayBuffer()
    const found = new Uint8Array(await crypto.subtle.digest("SHA-256", whole))
    const hex = Array.from(found, byte => byte.toString(16).padStart(2, "0")).join("")
    if (hex !== hash) throw new Damaged(address.split("/").pop())
  }
  const queue = [...facts.files]
  const worker = async () => { while (queue.length) await one(queue.shift()) }
  await Promise.all([worker(), worker(), worker(), worker()])
}

async function start() {
  const lesson = new URLSearchParams(location.search).get("lesson") ?? ""
  if (!Object.hasOwn(facts.lessons, lesson)) { at("others").hidden = false; return stop("strange") }
  at("lesson").textContent = document.title = facts.lessons[lesson]
  const go = at("go")
  go.href = `${facts.address}${lesson}.ipynb`
  if (!window.DecompressionStream) { go.hidden = true; return stop("old") }
  if (!await keeps()) { go.hidden = false; return stop("closed") }
  navigator.storage?.persist?.()
  const mega = bytes => Math.round(bytes / 1e6)
  const left = new AbortController()
  try {
    await load((done, all) => {
      if (left.signal.aborted) return  // what still arrives must not write over the fault
      at("bar").value = done / all
      say("left", { done: mega(done), all: mega(all) })
    }, left.signal)
  } catch (fault) {
    left.abort()
    return fault instanceof Damaged ? stop("damaged", { file: fault.message }) : stop("blocked")
  }
  say("ready")
  location.replace(go.href)
}
start()
