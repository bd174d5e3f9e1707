// A setup file of Vitest: a test of these folders fails when something it created is not disposed in the end.
import { beforeEach } from 'vitest'
import { eventually } from './eventually.ts'
import { LeakCheck } from './leaks.ts'

/** Folders whose tests, and what they test, dispose all they create. To add one, run its tests and mend what is named. */
const tidy = [
  'main/capture/hub/',
  'main/dmaengine/',
  'main/drivers/',
  'main/files/',
  'main/hardware/',
  'main/iio/',
  'main/kernels/',
  'main/memory/',
  'main/runtime/',
  'main/testing/',
  'renderer/features/',
  'renderer/kit/',
  'renderer/scale/',
  'renderer/state/',
  'renderer/trace/',
  'shared/port/',
]

beforeEach(({ task, onTestFinished }) => {
  const at = task.file.name.replaceAll('\\', '/')
  if (!tidy.some((folder) => at.startsWith(folder))) return
  const check = new LeakCheck()
  // Registered first, so it runs last: what ends with the test has ended.
  onTestFinished(async () => {
    try {
      // What ends by itself may take a turn or two. A test that has failed says more than what it left behind.
      if (task.result?.state !== 'fail')
        await eventually(() => {
          if (check.leaks.length > 0) throw new Error(`Never disposed:\n  ${check.leaks.join('\n  ')}`)
        })
    } finally {
      check.dispose()
    }
  })
})
