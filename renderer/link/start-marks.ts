// What the page marks on its way (User Timing), for whoever takes its start apart.
export const startMarks = { connected: 'blockscope connected', firstFrame: 'blockscope first frame' } as const
