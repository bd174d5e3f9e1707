// A 2D canvas on a machine without a graphics card. What is painted on it goes straight to the process that puts the window together;
// else the page's threads paint all of it once more, tile by tile, which costs more than the trace itself.

/** Settings of its context. */
export const unaidedCanvas: CanvasRenderingContext2DSettings = { desynchronized: true }

/** The 2D contexts that `make` opens are of that kind: uPlot opens its own, and has no option for it. */
export function withUnaidedCanvas<T>(make: () => T): T {
  const { prototype } = HTMLCanvasElement
  const open = prototype.getContext
  prototype.getContext = function (this: HTMLCanvasElement) {
    return open.call(this, '2d', unaidedCanvas)
  } as typeof open
  try {
    return make()
  } finally {
    prototype.getContext = open
  }
}
