// The browser's own dialog for a file of the person's. It opens only while a click or a key is being handled.

/** Resolves with the file that was picked; null when none was. */
export function pickFile(page: Document = document): Promise<File | null> {
  const picker = page.createElement('input')
  picker.type = 'file'
  picker.hidden = true
  // In the page, so that it is there as long as the dialog is.
  page.body.append(picker)
  return new Promise<File | null>((resolve) => {
    picker.addEventListener('change', () => resolve(picker.files?.[0] ?? null))
    picker.addEventListener('cancel', () => resolve(null))
    picker.click()
  }).finally(() => picker.remove())
}
