import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { PageNotFound } from './routes/PageNotFound.tsx'

/** What a designer is opened with: a document, and a place in it. */
export interface DesignSearch {
  /** Which of several documents. */
  item?: string
  /** A JSON pointer to what is to be shown. */
  at?: string
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

function parseDesignSearch(raw: { [name: string]: unknown }): DesignSearch {
  return { item: text(raw.item), at: text(raw.at) }
}

/** Texts of designers come with them: most people never open one. */
const texts = (...parts: string[]) => ({
  loader: async () => {
    const { loadDesignTexts } = await import('@/designers/texts.ts')
    await loadDesignTexts(...parts)
  },
})

/** The frame of all designers. */
export const designLayout = {
  ...texts('core', 'frame'),
  component: lazyRouteComponent(() => import('@/designers/frame/DesignFrame.tsx'), 'DesignFrame'),
  notFoundComponent: PageNotFound,
}

/** The pages of the designers, below the route of their frame. */
export function designPages<Parent extends AnyRoute>(parent: Parent) {
  const getParentRoute = () => parent
  const home = createRoute({
    getParentRoute,
    path: '/',
    ...texts('home'),
    component: lazyRouteComponent(() => import('@/designers/home/DesignHome.tsx'), 'DesignHome'),
  })
  const entity = createRoute({
    getParentRoute,
    path: '/e/$entity/$part',
    validateSearch: parseDesignSearch,
    ...texts('entity', 'access', 'rules', 'json', 'form', 'view'),
    component: lazyRouteComponent(() => import('./routes/DesignEntityRoute.tsx'), 'DesignEntityRoute'),
  })
  const people = createRoute({
    getParentRoute,
    path: '/people',
    ...texts('people'),
    component: lazyRouteComponent(() => import('@/designers/people/PeoplePage.tsx')),
  })
  const history = createRoute({
    getParentRoute,
    path: '/history',
    ...texts('history'),
    component: lazyRouteComponent(() => import('@/designers/history/HistoryPage.tsx')),
  })
  const roles = createRoute({
    getParentRoute,
    path: '/roles',
    ...texts('roles', 'access'),
    component: lazyRouteComponent(() => import('@/designers/roles/RolesPage.tsx')),
  })
  const role = createRoute({
    getParentRoute,
    path: '/roles/$name',
    validateSearch: parseDesignSearch,
    ...texts('roles', 'access'),
    component: lazyRouteComponent(() => import('@/designers/roles/RolePage.tsx')),
  })
  const diagram = createRoute({
    getParentRoute,
    path: '/diagram',
    ...texts('diagram'),
    component: lazyRouteComponent(() => import('@/designers/diagram/DiagramPage.tsx')),
  })
  const menus = createRoute({
    getParentRoute,
    path: '/menus',
    validateSearch: parseDesignSearch,
    ...texts('menu'),
    component: lazyRouteComponent(() => import('@/designers/menu/MenusPage.tsx')),
  })
  const choices = createRoute({
    getParentRoute,
    path: '/choices',
    validateSearch: parseDesignSearch,
    ...texts('choices'),
    component: lazyRouteComponent(() => import('@/designers/choices/ChoicesPage.tsx')),
  })
  const packages = createRoute({
    getParentRoute,
    path: '/packages',
    ...texts('packages'),
    component: lazyRouteComponent(() => import('@/designers/packages/PackagesPage.tsx')),
  })
  const documents = createRoute({
    getParentRoute,
    path: '/documents',
    validateSearch: parseDesignSearch,
    ...texts('json'),
    component: lazyRouteComponent(() => import('@/designers/json/DocumentsPage.tsx')),
  })
  return [home, entity, people, roles, role, diagram, choices, menus, packages, documents, history]
}
