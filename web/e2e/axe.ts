import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/**
 * Waits until the page has all it asked for. A page that follows the server never has a quiet
 * network: that nothing is loading shows in the page itself.
 */
export async function expectLoaded(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy=true], .m-skeleton')).toHaveCount(0)
}

/** Looks for what shuts people out, once the page stands still; with only, for nothing but that; within, nowhere else. */
export async function expectNoViolations(page: Page, only?: string[], within?: string): Promise<void> {
  await expectLoaded(page)
  await page.evaluate(async () => {
    await document.fonts.ready
    // What turns without an end is waited for above, or is no more than a sign that something is on its way.
    // In what is folded away nothing moves, and so nothing comes to its end.
    const drawn = (effect: AnimationEffect | null) =>
      !(effect instanceof KeyframeEffect) || effect.target?.checkVisibility() === true
    const ending = document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity && drawn(one.effect))
    await Promise.all(ending.map((one) => one.finished.catch(() => null)))
  })
  const axe = new AxeBuilder({ page })
  if (within) axe.include(within)
  const wanted = only ? { runOnly: only } : { rules: { 'target-size': { enabled: true } } }
  axe.options({ ...wanted, resultTypes: ['violations'] })
  const { violations } = await axe.analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n')}`)).toEqual([])
}

/** The same in light and in dark, and a picture of each where it is named. Pages follow the system's theme. */
export async function expectNoViolationsInBothThemes(
  page: Page,
  picture?: (theme: string) => Promise<void>,
): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    // What is not a matter of colours is the same in both.
    await expectNoViolations(page, theme === 'light' ? ['color-contrast'] : undefined)
    await picture?.(theme)
  }
}
