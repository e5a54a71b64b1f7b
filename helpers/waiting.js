// A lesson runs once its kernel is there. JupyterLab takes away what stands in a lesson that is run
// before, and runs nothing. An extension of JupyterLab, as its builder would write it.
(window._JUPYTERLAB ??= {})["shifting-sands"] = {
  init: () => {},
  get: async () => () => ({
    __esModule: true,
    default: {
      id: "shifting-sands:waiting",
      autoStart: true,
      activate: ({ commands, shell }) => {
        const execute = commands.execute.bind(commands);
        commands.execute = (id, args) => {
          const context = shell.currentWidget?.sessionContext;
          const runs = /^(notebook|runmenu):.*run/.test(id);
          if (!runs || !context || context.isReady) return execute(id, args);
          return context.ready.then(() => execute(id, args));
        };
      },
    },
  }),
};
