// A hand on the window of the desktop app, for a benchmark: loaded before the app (`-r`), told by the parent what to do.
const { BrowserWindow } = require('electron')

process.on('message', (message) => {
  const [window] = BrowserWindow.getAllWindows()
  if (message === 'hide') window.hide()
  else if (message === 'show') window.show()
  else if (message === 'press Space') {
    for (const type of ['keyDown', 'keyUp']) window.webContents.sendInputEvent({ type, keyCode: 'Space' })
  }
})
