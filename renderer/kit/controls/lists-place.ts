// Open lists lie at the end of the page, so that nothing cuts them off; a region with a name holds them, so that people
// who go from landmark to landmark come by.
export const listsId = 'lists'

/** The place for open lists; made when it is asked for first. */
export function listsPlace(): HTMLElement {
  const found = document.getElementById(listsId)
  if (found !== null) return found
  const place = document.createElement('div')
  place.id = listsId
  place.setAttribute('role', 'region')
  place.setAttribute('aria-label', 'Open list')
  document.body.append(place)
  return place
}
