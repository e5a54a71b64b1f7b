// What the kernel says must arrive, however slow the computer is. anywidget gives a widget two
// seconds to begin; later it lets nothing through to it, for ever. Then we listen ourselves, and
// ask for what was missed. Says whether that was so.
async function hear(model) {
  let own;
  try {
    own = await model.widget_manager.get_model(model.get("own"));
    await own._handle_comm_msg({ content: { data: {} } }); // says nothing, waits as all do
    return false;
  } catch {
    if (!own?.comm) return false; // it was closed meanwhile
    const { _handle_comm_msg } = Object.getPrototypeOf(own.constructor.prototype);
    own.comm.on_msg((message) => _handle_comm_msg.call(own, message));
    model.send({ missed: true });
    return true;
  }
}

const initialize = ({ model }) => void hear(model); // the widget begins without waiting for it
