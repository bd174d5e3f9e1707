// What lies on several canvases, one over the other, on one: for a picture of it.

/** @param host the canvases are in it, the one behind first; size in device pixels */
export function onOneCanvas(
  host: HTMLElement,
  { width, height }: { width: number; height: number },
): HTMLCanvasElement {
  const picture = document.createElement('canvas')
  picture.width = width
  picture.height = height
  const context = picture.getContext('2d')
  for (const canvas of host.querySelectorAll('canvas')) context?.drawImage(canvas, 0, 0, width, height)
  return picture
}
