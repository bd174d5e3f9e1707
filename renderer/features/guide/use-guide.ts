// The guide: whether it is open, the page that is read, the way that led there, and what is looked for in all pages.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { findInGuide } from '#shared/guide/find.ts'
import type { GuidePage } from '#shared/guide/page.ts'
import { pageList } from '#shared/guide/page-list.ts'
import { useInstrument } from '../../state/instrument.ts'

export interface GuidePlace {
  readonly page: string
  /** Id of a heading; empty: the top of the page. */
  readonly section: string
}

export const useGuide = defineStore('guide', () => {
  const isOpen = ref(false)
  const pages = shallowRef<readonly GuidePage[]>([])
  const place = shallowRef<GuidePlace>({ page: pageList[0]?.id ?? '', section: '' })
  const before = shallowRef<readonly GuidePlace[]>([])
  const query = ref('')

  const current = computed(() => pages.value.find(({ id }) => id === place.value.page) ?? null)
  const found = computed(() => findInGuide(pages.value, query.value))

  /** It is loaded when somebody wants it: the start of the page does not wait for it. */
  async function toggle(): Promise<void> {
    if (isOpen.value) {
      isOpen.value = false
      return
    }
    try {
      if (pages.value.length === 0) pages.value = (await import('virtual:guide')).default
    } catch {
      useInstrument().report({
        severity: 'error',
        message: 'The guide could not be loaded: the program was built anew. Load this page again.',
        tip: null,
      })
      return
    }
    isOpen.value = true
  }

  /** Shows a page, and leaves what was looked for. */
  function follow(to: GuidePlace): void {
    query.value = ''
    before.value = [...before.value, place.value]
    place.value = to
  }

  /** To what was read before. */
  function back(): void {
    const last = before.value.at(-1)
    if (last === undefined) return
    before.value = before.value.slice(0, -1)
    place.value = last
  }

  return { isOpen, pages, place, before, query, current, found, toggle, follow, back }
})
