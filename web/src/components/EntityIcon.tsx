import {
  AlarmClock,
  BadgeCheck,
  Bell,
  BookOpen,
  Briefcase,
  Building,
  Building2,
  Calendar,
  CalendarCheck,
  ClipboardCheck,
  ClipboardList,
  Contact,
  CopyCheck,
  DoorOpen,
  FileText,
  Folder,
  GraduationCap,
  Handshake,
  Hourglass,
  KeyRound,
  Layers,
  List,
  ListChecks,
  type LucideIcon,
  Mail,
  MapPin,
  Megaphone,
  MessageSquare,
  MessageSquareText,
  Network,
  Package,
  Phone,
  Presentation,
  Receipt,
  School,
  Shapes,
  Shield,
  ShieldCheck,
  ShoppingCart,
  SquareKanban,
  Stamp,
  Star,
  Sun,
  Table2,
  Tag,
  Target,
  Ticket,
  Truck,
  User,
  UserCog,
  UserPlus,
  Users,
  UsersRound,
  Wallet,
  Waves,
} from 'lucide-react'
import { colorName } from './colors.ts'
import './entity-icon.css'

const icons: { [name: string]: LucideIcon } = {
  'alarm-clock': AlarmClock,
  bell: Bell,
  'clipboard-check': ClipboardCheck,
  'list-checks': ListChecks,
  stamp: Stamp,
  'users-round': UsersRound,
  'badge-check': BadgeCheck,
  'door-open': DoorOpen,
  'key-round': KeyRound,
  'message-square-text': MessageSquareText,
  waves: Waves,
  'book-open': BookOpen,
  book: BookOpen,
  briefcase: Briefcase,
  building: Building,
  'building-2': Building2,
  calendar: Calendar,
  'calendar-check': CalendarCheck,
  'clipboard-list': ClipboardList,
  contact: Contact,
  'copy-check': CopyCheck,
  'file-text': FileText,
  folder: Folder,
  'graduation-cap': GraduationCap,
  handshake: Handshake,
  hourglass: Hourglass,
  layers: Layers,
  list: List,
  mail: Mail,
  megaphone: Megaphone,
  'map-pin': MapPin,
  'message-square': MessageSquare,
  network: Network,
  package: Package,
  phone: Phone,
  presentation: Presentation,
  receipt: Receipt,
  school: School,
  shapes: Shapes,
  shield: Shield,
  'shield-check': ShieldCheck,
  'shopping-cart': ShoppingCart,
  'square-kanban': SquareKanban,
  star: Star,
  sun: Sun,
  table: Table2,
  tag: Tag,
  target: Target,
  ticket: Ticket,
  truck: Truck,
  user: User,
  'user-cog': UserCog,
  'user-plus': UserPlus,
  users: Users,
  wallet: Wallet,
}

/** The names of the icons that definitions may name, each once. */
export const iconNames: readonly string[] = Object.keys(icons).filter((name) => name !== 'book')

/** An icon that a definition names; fallback when we do not know the name. */
export function DefinedIcon({
  name,
  fallback,
  size,
}: {
  name?: string
  fallback?: LucideIcon
  size: number
}) {
  const Icon = icons[name ?? ''] ?? fallback ?? Shapes
  return <Icon size={size} strokeWidth={1.9} aria-hidden="true" />
}

/** The coloured tile of an entity. */
export function EntityIcon({ icon, color }: { icon?: string; color?: string }) {
  return (
    <span className={`m-entity-icon m-pill--${colorName(color)}`}>
      <DefinedIcon name={icon} size={12} />
    </span>
  )
}
