// What guide-plugin.ts gives.
declare module 'virtual:guide' {
  const pages: readonly import('#shared/guide/page.ts').GuidePage[]
  export default pages
}
