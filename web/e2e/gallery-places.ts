// Every page of the product, and what opens over it: a page or a window that is not named here fails the gallery.
import { expect, type Page } from '@playwright/test'
import type { Who } from './session.ts'

/** What the places are shown with. */
export interface Stage {
  page: Page
  say: (key: string) => string
  /** A customer that the manager may change. */
  customer: string
  /** An entity with one record, and one that is archived. */
  entity: string
  record: string
  archived: string
  /** A page of the guide of the package, where it brings one. */
  guide?: string
}

/** A window, menu or state of a page that is open. */
interface Scene {
  name: string
  /** The components that it shows. */
  shows?: string[]
  open: (stage: Stage) => Promise<unknown>
  /** The page itself is another than before: looked at whole, and left by its address. */
  whole?: boolean
  /** Takes back what it did, where Escape does not. */
  close?: (stage: Stage) => Promise<unknown>
  /** A state that does not end by itself: nothing is waited for. */
  still?: string
}

interface Place {
  name: string
  who?: Who
  at: (stage: Stage) => string
  ready?: string
  scenes?: Scene[]
}

const desk = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }

const press = (key: string) => ({
  open: ({ page, say }: Stage) =>
    page
      .getByRole('button', { name: say(key), exact: true })
      .first()
      .click(),
})

const click = (selector: string) => ({
  open: ({ page }: Stage) => page.locator(selector).first().click(),
})

/** Opens the menu of a record, and of that one action. */
const act = (name: string) => ({
  open: async ({ page, say }: Stage) => {
    await page.getByRole('button', { name: say('action.more') }).click()
    await page.getByRole('menuitem', { name: say(`actions.${name}`) }).click()
    await expect(page.getByRole('dialog').getByRole('heading', { level: 2 })).toBeVisible()
  },
})

async function failing({ page }: Stage): Promise<void> {
  await page.route('**/api/v1/records/**', (route) => route.abort())
  await page.reload()
  await expect(page.getByRole('alert').first()).toBeVisible()
}

async function waiting({ page }: Stage): Promise<void> {
  await page.route('**/api/v1/records/**', () => undefined)
  await page.reload()
}

const answering = ({ page }: Stage) => page.unroute('**/api/v1/records/**')

/** Pastes what does not fit into the cells of a table. */
async function paste({ page }: Stage): Promise<void> {
  await page.locator('.v-grid__body [role=row] [data-field=phone]').first().focus()
  await page.evaluate(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', 'nobody\t?\t?\t?\t?\nelse\t?\t?\t?\t?')
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
  })
}

export const places: Place[] = [
  { name: 'sign-in', at: () => '/sign-in', ready: 'form' },
  { name: 'setup', at: () => '/setup?token=none' },
  { name: 'welcome', at: () => '/welcome#none', ready: 'button' },
  { name: 'password', who: 'manager', at: () => '/password', ready: 'form' },
  {
    name: 'home',
    who: 'manager',
    at: () => '/',
    scenes: [
      { name: 'arrange', shows: ['home/HomePage'], ...press('home.arrange') },
      { name: 'bell', shows: ['notifications/Bell'], open: bell },
      { name: 'account', shows: ['shell/UserMenu'], ...click('.a-user') },
      { name: 'palette', shows: ['palette/Palette'], open: ({ page }) => page.keyboard.press('Control+k') },
      {
        name: 'drawer',
        shows: ['shell/SideDrawer'],
        open: async ({ page, say }) => {
          await page.setViewportSize(phone)
          await page.getByRole('button', { name: say('shell.openMenu') }).click()
        },
        close: ({ page }) => page.setViewportSize(desk),
      },
      { name: 'help', shows: ['help/HelpDrawer'], open: ({ page }) => page.keyboard.press('?') },
    ],
  },
  {
    name: 'list',
    who: 'manager',
    at: () => '/e/customer',
    ready: '.v-grid__body [role=row]',
    scenes: [
      { name: 'columns', shows: ['toolbar/ColumnsMenu'], ...press('list.fields') },
      { name: 'sort', shows: ['toolbar/SortMenu'], ...press('list.sort') },
      { name: 'group', shows: ['toolbar/GroupMenu'], ...press('group.title') },
      { name: 'column', shows: ['grid/ColumnMenu'], ...click('.v-grid__menu') },
      { name: 'view', shows: ['saved/ViewMenu'], ...click('.v-tab-menu') },
      { name: 'new-view', shows: ['saved/ViewDialog'], ...press('views.new') },
      { name: 'paste', shows: ['grid/PasteDialog'], open: paste },
      {
        name: 'ticked',
        shows: ['views/BulkBar'],
        open: async ({ page, say }) => {
          await page.locator('.v-grid__body .v-grid__tick input').first().check()
          await page.getByRole('button', { name: say('bulk.more') }).click()
        },
      },
      {
        name: 'views',
        shows: ['toolbar/ViewTabs'],
        open: async ({ page, say }) => {
          await page.setViewportSize({ width: 700, height: 900 })
          await page.getByRole('button', { name: say('views.all') }).click()
        },
        close: ({ page }) => page.setViewportSize(desk),
      },
      { name: 'failed', whole: true, open: failing, close: answering },
      { name: 'waiting', still: '.v-foot', whole: true, open: waiting, close: answering },
    ],
  },
  { name: 'duplicates', who: 'manager', at: () => '/e/customer/duplicates', ready: '.m-notice' },
  { name: 'no-match', who: 'manager', at: () => '/e/customer?q=nobody-is-called-so' },
  { name: 'archived', who: 'manager', at: () => '/e/customer?archived=true' },
  {
    name: 'board',
    who: 'manager',
    at: () => '/e/customer?view=customer.board',
    ready: '[data-card]',
    scenes: [
      {
        name: 'card',
        shows: ['kanban/Card'],
        open: ({ page }) => page.locator('.vb-card__menu').first().press('Enter'),
      },
    ],
  },
  {
    name: 'design',
    who: 'admin',
    at: () => '/design',
    ready: '.b-cards',
    scenes: [
      { name: 'sidebar', shows: ['shell/NavArrange'], ...press('shell.arrange') },
      { name: 'template', shows: ['home/TemplateDialog'], ...press('design.home.template') },
      {
        name: 'tour',
        whole: true,
        ...press('design.home.tourStart'),
        close: async ({ page, say }) => {
          await page.getByRole('button', { name: say('design.tour.stop') }).click()
          await page.evaluate(() => localStorage.removeItem('mortise.tour'))
        },
      },
      { name: 'draft', shows: ['frame/DraftMenu'], ...press('design.frame.draft.shared') },
      { name: 'preview', shows: ['frame/PreviewMenu'], ...press('design.frame.preview') },
      { name: 'changes', shows: ['frame/ChangesMenu'], ...click('.b-changed') },
      { name: 'problems', shows: ['frame/ProblemsMenu'], ...click('.b-problems') },
    ],
  },
  {
    name: 'design-fields',
    who: 'admin',
    at: () => '/design/e/customer/fields',
    ready: '.b-field',
    scenes: [
      { name: 'icon', shows: ['core/IconPicker'], ...press('design.core.icon') },
      {
        name: 'delete',
        shows: ['entity/DeleteEntity'],
        open: async ({ page, say }) => {
          await page.locator('.b-group summary').last().click()
          await page.getByRole('button', { name: say('design.entity.delete') }).click()
        },
      },
      { name: 'field', whole: true, open: field },
      { name: 'color', shows: ['core/OptionsEditor'], ...click('.b-options .b-dot') },
      { name: 'move', shows: ['core/MoveTo'], ...click('[data-field=status] [aria-haspopup=menu]') },
    ],
  },
  {
    name: 'design-form',
    who: 'admin',
    at: () => '/design/e/customer/forms',
    ready: '[data-node]',
  },
  {
    name: 'design-view',
    who: 'admin',
    at: () => '/design/e/customer/views',
    ready: '.b-view-row[data-record]',
    scenes: [
      { name: 'kinds', shows: ['view/AddView'], ...press('design.view.add') },
      { name: 'color', shows: ['view/ColorsProperty'], ...click('.b-view-rows .b-view-dot') },
      {
        name: 'icon',
        open: async ({ page }) => {
          await page.locator('.b-view-more summary').click()
          await page.locator('[data-member=icon] button').click()
        },
        close: async ({ page }) => {
          await page.keyboard.press('Escape')
          await page.locator('.b-view-more summary').click()
        },
      },
      {
        name: 'narrow',
        shows: ['view/CanvasHead'],
        open: async ({ page, say }) => {
          await page.setViewportSize(phone)
          await page.getByRole('button', { name: say('design.view.views'), exact: true }).click()
        },
        close: ({ page }) => page.setViewportSize(desk),
      },
    ],
  },
  { name: 'design-access', who: 'admin', at: () => '/design/e/customer/access', ready: '.b-matrix' },
  { name: 'design-rules', who: 'admin', at: () => '/design/e/customer/rules', ready: '.b-rule' },
  {
    name: 'design-json',
    who: 'admin',
    at: () => '/design/e/customer/json',
    ready: '.b-json__editor .cm-content',
  },
  {
    name: 'design-people',
    who: 'admin',
    at: () => '/design/people',
    ready: '.b-person',
    scenes: [
      { name: 'roles', shows: ['people/RolesOf'], ...click('button.b-people__roles') },
      { name: 'add', shows: ['people/AddPerson'], ...press('design.people.add') },
      { name: 'link', shows: ['people/InvitationDialog'], ...click('.b-people__acts button') },
    ],
  },
  { name: 'design-roles', who: 'admin', at: () => '/design/roles' },
  { name: 'design-role', who: 'admin', at: () => '/design/roles/salesperson' },
  {
    name: 'design-packages',
    who: 'admin',
    at: () => '/design/packages',
    ready: '.b-package',
    scenes: [
      {
        name: 'plan',
        shows: ['packages/PlanDialog'],
        open: async ({ page, say }) => {
          await page
            .getByRole('button', { name: say('design.packages.uninstall') })
            .first()
            .click()
          await expect(page.getByRole('dialog').locator('.m-skeleton')).toHaveCount(0)
        },
      },
    ],
  },
  { name: 'design-diagram', who: 'admin', at: () => '/design/diagram', ready: '.b-node' },
  {
    name: 'design-choices',
    who: 'admin',
    at: () => '/design/choices?item=lead_source',
    ready: '.b-options',
    scenes: [{ name: 'more', ...click('.b-option [aria-haspopup=menu]') }],
  },
  { name: 'design-menus', who: 'admin', at: () => '/design/menus', ready: '.b-menus' },
  {
    name: 'design-documents',
    who: 'admin',
    at: () => '/design/documents',
    ready: '.b-json__editor .cm-content',
  },
  {
    name: 'design-history',
    who: 'admin',
    at: () => '/design/history',
    ready: '.b-revision',
    scenes: [{ name: 'revert', shows: ['history/HistoryPage'], ...press('design.history.revert') }],
  },
  { name: 'create', who: 'manager', at: () => '/e/customer/new', ready: '.r-field' },
  { name: 'import', who: 'manager', at: () => '/e/customer/import' },
  {
    name: 'record',
    who: 'manager',
    at: ({ customer }) => `/e/customer/${customer}`,
    ready: '.r-entry',
    scenes: [
      { name: 'menu', shows: ['actions/RecordActions'], ...press('action.more') },
      { name: 'archive', shows: ['actions/ArchiveDialog'], ...act('archive') },
      { name: 'kinds', shows: ['rail/KindMenu'], ...press('timeline.filter') },
      {
        name: 'leave',
        shows: ['records/LeaveDialog'],
        open: async ({ page }) => {
          await page.locator('[data-field=name]').getByRole('button').first().click()
          await page.locator('[data-field=name]').getByRole('textbox').fill('改名')
          await page.locator('.r-crumbs a').first().click()
        },
        close: ({ page }) => page.keyboard.press('Escape'),
      },
      { name: 'failed', whole: true, open: failing, close: answering },
      { name: 'waiting', still: '.r-crumbs', whole: true, open: waiting, close: answering },
    ],
  },
  { name: 'search', who: 'manager', at: () => '/search?q=13' },
  { name: 'search-none', who: 'manager', at: () => '/search?q=nobody-is-called-so' },
  { name: 'notifications', who: 'manager', at: () => '/notifications' },
  { name: 'guide', who: 'manager', at: () => '/guide/education' },
  { name: 'guide-page', who: 'manager', at: ({ guide }) => guide ?? '/guide/education/01-start' },
  { name: 'account', who: 'manager', at: () => '/me' },
  ...['appearance', 'security', 'notifications', 'saved', 'jobs'].map((section) => ({
    name: `me-${section}`,
    who: 'manager' as const,
    at: () => `/me/${section}`,
  })),
  {
    name: 'me-tokens',
    who: 'manager',
    at: () => '/me/tokens',
    scenes: [
      { name: 'new', shows: ['me/TokenForm'], ...press('me.tokenNew') },
      {
        name: 'made',
        shows: ['me/TokensSection'],
        open: async ({ page, say }) => {
          await page.getByRole('button', { name: say('me.tokenNew'), exact: true }).click()
          await page.getByRole('textbox', { name: say('me.tokenName') }).fill('gallery')
          await page.getByRole('button', { name: say('me.tokenMake') }).click()
          await expect(page.getByRole('dialog', { name: say('me.tokenMade') })).toBeVisible()
        },
        close: async ({ page }) => {
          await page.keyboard.press('Escape')
          await page
            .getByRole('button', { name: /gallery/ })
            .first()
            .click()
          await expect(page.getByRole('button', { name: /gallery/ })).toHaveCount(0)
        },
      },
    ],
  },
  { name: 'not-found', who: 'manager', at: () => '/e/no_such_entity' },
  { name: 'nowhere', who: 'manager', at: () => '/no/such/page' },
  { name: 'record-not-found', who: 'a', at: () => '/e/customer/00000000-0000-4000-8000-000000000000' },
  { name: 'refused', who: 'a', at: () => '/e/campus/new', ready: '.m-notice' },
  { name: 'home', who: 'a', at: () => '/' },
  { name: 'pool', who: 'a', at: () => '/e/customer?view=customer.pool', ready: '.v-grid__body [role=row]' },
  { name: 'empty', who: 'admin', at: ({ entity }) => `/e/${entity}_page` },
  { name: 'none-archived', who: 'admin', at: ({ entity }) => `/e/${entity}_page?archived=true` },
  {
    name: 'own',
    who: 'admin',
    at: ({ entity, record }) => `/e/${entity}/${record}`,
    ready: '.r-entry',
    scenes: [{ name: 'add', shows: ['rail/AddChild'], ...press('timeline.add') }],
  },
  {
    name: 'own-archived',
    who: 'admin',
    at: ({ entity, archived }) => `/e/${entity}/${archived}`,
    ready: '.r-banner',
    scenes: [{ name: 'purge', shows: ['actions/PurgeDialog'], ...act('purge') }],
  },
]

/** Opens the properties of the status of customers. */
async function field({ page }: Stage): Promise<void> {
  await page.locator('[data-field=status] .b-field__grip').focus()
  await expect(page.locator('.b-options')).toBeVisible()
}

async function bell({ page }: Stage): Promise<void> {
  await page.locator('.a-side button.a-nav__item[aria-haspopup=dialog]').first().click()
  await expect(page.locator('.m-popover')).toBeVisible()
}
