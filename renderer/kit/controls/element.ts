// The Element Plus components the screen uses, and no others. They are typed as plain components: their own prop types
// do not hold under exactOptionalPropertyTypes.
import { ElConfigProvider, ElInput, ElOption, ElSegmented, ElSelect } from 'element-plus'
import type { Component } from 'vue'

export const UiConfig: Component = ElConfigProvider
export const UiInput: Component = ElInput
export const UiOption: Component = ElOption
export const UiSegmented: Component = ElSegmented
export const UiSelect: Component = ElSelect
