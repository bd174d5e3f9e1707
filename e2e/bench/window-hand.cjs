// A hand on the window of the desktop app, for a benchmark: loaded before the app (`-r`), told by the parent what to do.
const { BrowserWindow } = require('electron')

// The app reads its own words behind its path.
process.argv.splice(process.argv.indexOf('-r'), 2)

process.on('message', (message) => {
  const [window] = BrowserWindow.getAllWindows()
  if (message === 'hide') window.hide()
  else if (message === 'show') window.show()
  else if (message === 'press Space') {
    for (const type of ['keyDown', 'keyUp']) window.webContents.sendInputEvent({ type, keyCode: 'Space' })
  }
})
