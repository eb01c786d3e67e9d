import type { Locator, Page } from '@playwright/test'

/** What the open list offers; a list that is closing does not count. */
export function options(page: Page, text?: string | RegExp): Locator {
  const list = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden, [class*="-leave"])')
  return list.locator('.ant-select-item-option:visible', text === undefined ? {} : { hasText: text })
}
