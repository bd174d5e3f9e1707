// Before each file of page tests: where happy-dom differs from a browser so much that it costs minutes.

// In a browser it is `[object HTMLDivElement]`; happy-dom writes the whole element as HTML, and Popper asks each parent of each list of
// choices for it, several times.
Object.defineProperty(Element.prototype, 'toString', {
  configurable: true,
  value(this: Element) {
    return `[object ${this.constructor.name}]`
  },
})
