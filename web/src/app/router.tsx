import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
} from '@tanstack/react-router'
import { type DuplicatesSearch, parseDuplicatesSearch } from '@/features/duplicates/search.ts'
import { type ImportSearch, parseImportSearch } from '@/features/import/search.ts'
import {
  type CreateSearch,
  parseCreateSearch,
  parseRecordSearch,
  type RecordSearch,
} from '@/features/records/search.ts'
import { type ListSearch, parseListSearch } from '@/features/views/search.ts'
import { descriptionQuery, ensureEntity } from '@/lib/api/get-description.ts'
import { meQuery } from '@/lib/api/get-me.ts'
import { changeLanguage, currentLanguage, nearestLanguage } from '@/lib/i18n/index.ts'
import { designLayout, designPages } from './design-routes.tsx'
import { PageFailed } from './routes/PageFailed.tsx'
import { PageNotFound } from './routes/PageNotFound.tsx'
import { PagePending } from './routes/PagePending.tsx'
import { Shell } from './shell/Shell.tsx'

function makeTree(queries: QueryClient) {
  const root = createRootRoute({ notFoundComponent: PageNotFound })

  const signIn = createRoute({
    getParentRoute: () => root,
    path: '/sign-in',
    validateSearch: (raw): { next?: string } => ({
      next: typeof raw.next === 'string' ? raw.next : undefined,
    }),
    component: lazyRouteComponent(() => import('./routes/SignInRoute.tsx'), 'SignInRoute'),
  })
  const setup = createRoute({
    getParentRoute: () => root,
    path: '/setup',
    validateSearch: (raw): { token?: string } => ({
      token: raw.token === undefined ? undefined : String(raw.token),
    }),
    component: lazyRouteComponent(() => import('./routes/SetupRoute.tsx'), 'SetupRoute'),
  })
  const welcome = createRoute({
    getParentRoute: () => root,
    path: '/welcome',
    component: lazyRouteComponent(() => import('./routes/WelcomeRoute.tsx'), 'WelcomeRoute'),
  })
  const password = createRoute({
    getParentRoute: () => root,
    path: '/password',
    beforeLoad: async () => {
      if (!(await queries.ensureQueryData(meQuery()))) throw redirect({ to: '/sign-in', replace: true })
    },
    component: lazyRouteComponent(() => import('./routes/PasswordRoute.tsx'), 'PasswordRoute'),
  })
  const shell = createRoute({
    getParentRoute: () => root,
    id: 'shell',
    beforeLoad: async ({ location }) => {
      const me = await queries.ensureQueryData(meQuery())
      if (!me) throw redirect({ to: '/sign-in', search: { next: location.href }, replace: true })
      await changeLanguage(nearestLanguage(me.language))
      if (me.must_change_password) throw redirect({ to: '/password', replace: true })
    },
    loader: () => queries.ensureQueryData(descriptionQuery(currentLanguage())),
    component: Shell,
  })
  const home = createRoute({
    getParentRoute: () => shell,
    path: '/',
    component: lazyRouteComponent(() => import('./routes/HomeRoute.tsx'), 'HomeRoute'),
  })
  // A large workspace describes in brief what nobody has asked for.
  const whole = (entity: string) => ensureEntity(queries, currentLanguage(), entity)
  const list = createRoute({
    getParentRoute: () => shell,
    path: '/e/$entity',
    validateSearch: (raw): ListSearch => parseListSearch(raw),
    loader: ({ params }) => whole(params.entity),
    component: lazyRouteComponent(() => import('./routes/ListRoute.tsx'), 'ListRoute'),
  })
  const create = createRoute({
    getParentRoute: () => shell,
    path: '/e/$entity/new',
    validateSearch: (raw): CreateSearch => parseCreateSearch(raw),
    loader: ({ params }) => whole(params.entity),
    component: lazyRouteComponent(() => import('./routes/CreateRoute.tsx'), 'CreateRoute'),
  })
  const bringIn = createRoute({
    getParentRoute: () => shell,
    path: '/e/$entity/import',
    validateSearch: (raw): ImportSearch => parseImportSearch(raw),
    loader: ({ params }) => whole(params.entity),
    component: lazyRouteComponent(() => import('./routes/ImportRoute.tsx'), 'ImportRoute'),
  })
  const duplicates = createRoute({
    getParentRoute: () => shell,
    path: '/e/$entity/duplicates',
    validateSearch: (raw): DuplicatesSearch => parseDuplicatesSearch(raw),
    loader: ({ params }) => whole(params.entity),
    component: lazyRouteComponent(() => import('./routes/DuplicatesRoute.tsx'), 'DuplicatesRoute'),
  })
  const record = createRoute({
    getParentRoute: () => shell,
    path: '/e/$entity/$id',
    validateSearch: (raw): RecordSearch => parseRecordSearch(raw),
    loader: ({ params }) => whole(params.entity),
    component: lazyRouteComponent(() => import('./routes/RecordRoute.tsx'), 'RecordRoute'),
  })
  const search = createRoute({
    getParentRoute: () => shell,
    path: '/search',
    validateSearch: (raw): { q?: string; entity?: string } => ({
      q: raw.q === undefined ? undefined : String(raw.q),
      entity: typeof raw.entity === 'string' ? raw.entity : undefined,
    }),
    component: lazyRouteComponent(() => import('./routes/SearchRoute.tsx'), 'SearchRoute'),
  })
  const notifications = createRoute({
    getParentRoute: () => shell,
    path: '/notifications',
    component: lazyRouteComponent(() => import('./routes/NotificationsRoute.tsx'), 'NotificationsRoute'),
  })
  const account = createRoute({
    getParentRoute: () => shell,
    path: '/me',
    beforeLoad: () => {
      throw redirect({ to: '/me/$section', params: { section: 'profile' }, replace: true })
    },
  })
  const me = createRoute({
    getParentRoute: () => shell,
    path: '/me/$section',
    component: lazyRouteComponent(() => import('./routes/MeRoute.tsx'), 'MeRoute'),
  })
  const guide = createRoute({
    getParentRoute: () => shell,
    path: '/guide/$package',
    component: lazyRouteComponent(() => import('./routes/GuideRoute.tsx'), 'GuideRoute'),
  })
  const guidePage = createRoute({
    getParentRoute: () => shell,
    path: '/guide/$package/$page',
    component: lazyRouteComponent(() => import('./routes/GuideRoute.tsx'), 'GuideRoute'),
  })
  const design = createRoute({
    getParentRoute: () => shell,
    path: '/design',
    beforeLoad: async () => {
      const me = await queries.ensureQueryData(meQuery())
      if (!me?.permissions.includes('design')) throw notFound()
    },
    ...designLayout,
  })
  return root.addChildren([
    signIn,
    setup,
    welcome,
    password,
    shell.addChildren([
      home,
      list,
      create,
      bringIn,
      duplicates,
      record,
      search,
      notifications,
      account,
      me,
      guide,
      guidePage,
      design.addChildren(designPages(design)),
    ]),
  ])
}

/** Makes the router of the page. */
export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree: makeTree(queries),
    defaultErrorComponent: PageFailed,
    defaultPendingComponent: PagePending,
    defaultPendingMs: 200,
    // What is there is shown at once.
    defaultPendingMinMs: 0,
    defaultPreload: 'intent',
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
