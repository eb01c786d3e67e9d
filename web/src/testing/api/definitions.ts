import type { Entity, Field, Option } from '@mortise/sdk'

/** A text in both languages: Chinese, English. */
export type Both = [zh: string, en: string]

/** A field before its titles are put into the caller's language. */
export interface DraftField extends Omit<Field, 'title' | 'options' | 'help'> {
  title: Both
  help?: Both
  options?: (Omit<Option, 'title'> & { title: Both })[]
}

/** An entity before its titles are put into the caller's language. */
export interface DraftEntity
  extends Pick<Entity, 'name' | 'icon' | 'color' | 'label' | 'owner' | 'package' | 'menu'> {
  title: Both
  plural: Both
  fields: DraftField[]
  views: {
    name: string
    title: Both
    icon?: string
    columns: [string, number?][]
    filter?: string
    sort?: string[]
  }[]
  forms?: { name: string; stage?: string; sections: { title?: Both; columns?: number; fields: string[] }[] }[]
}

const option = (value: string, zh: string, en: string, color?: string) => ({
  value,
  color,
  title: [zh, en] as Both,
})

const systemFields: DraftField[] = [
  { name: 'id', type: 'id', title: ['编号', 'Id'], system: true, readOnly: true },
  { name: 'created_at', type: 'datetime', title: ['创建时间', 'Created at'], system: true, readOnly: true },
  {
    name: 'created_by',
    type: 'user',
    entity: 'user',
    title: ['创建人', 'Created by'],
    system: true,
    readOnly: true,
  },
  { name: 'updated_at', type: 'datetime', title: ['更新时间', 'Updated at'], system: true, readOnly: true },
  {
    name: 'updated_by',
    type: 'user',
    entity: 'user',
    title: ['更新人', 'Updated by'],
    system: true,
    readOnly: true,
  },
]

const customer: DraftEntity = {
  name: 'customer',
  title: ['客户', 'Customer'],
  plural: ['客户', 'Customers'],
  icon: 'users',
  color: 'blue',
  label: 'name',
  owner: 'consultant',
  package: 'education',
  fields: [
    { name: 'name', type: 'text', title: ['姓名', 'Name'], required: true, maxLength: 60 },
    { name: 'number', type: 'autonumber', title: ['客户编号', 'Number'], readOnly: true },
    { name: 'phone', type: 'phone', title: ['电话', 'Phone'], region: 'CN', masked: true },
    {
      name: 'source',
      type: 'choice',
      title: ['来源', 'Source'],
      options: [
        option('website', '官网', 'Website'),
        option('referral', '转介绍', 'Referral'),
        option('campaign', '地推活动', 'Campaign'),
        option('phone', '电话咨询', 'Phone'),
      ],
    },
    {
      name: 'status',
      type: 'choice',
      title: ['状态', 'Status'],
      required: true,
      options: [
        option('new', '新线索', 'New', 'gray'),
        option('contacted', '已联系', 'Contacted', 'blue'),
        option('visited', '已到访', 'Visited', 'violet'),
        option('signed', '已签约', 'Signed', 'green'),
        option('lost', '已流失', 'Lost', 'red'),
      ],
    },
    { name: 'consultant', type: 'user', entity: 'user', title: ['顾问', 'Consultant'] },
    { name: 'campus', type: 'relation', entity: 'campus', title: ['校区', 'Campus'] },
    {
      name: 'contract_amount',
      type: 'money',
      currency: 'CNY',
      scale: 2,
      minimum: 0,
      maximum: 1000000,
      title: ['签约金额', 'Contract amount'],
    },
    { name: 'intention', type: 'percent', title: ['意向度', 'Intention'], minimum: 0, maximum: 100 },
    { name: 'tags', type: 'tags', title: ['标签', 'Tags'] },
    { name: 'email', type: 'email', title: ['邮箱', 'Email'] },
    { name: 'next_visit', type: 'date', title: ['下次到访', 'Next visit'] },
    { name: 'remark', type: 'longtext', title: ['备注', 'Remark'], sortable: false },
  ],
  views: [
    {
      name: 'customer.all',
      title: ['全部客户', 'All customers'],
      columns: [
        ['name', 150],
        ['phone'],
        ['status'],
        ['source'],
        ['consultant'],
        ['campus'],
        ['contract_amount'],
        ['intention'],
        ['next_visit'],
        ['tags'],
      ],
      sort: ['-created_at'],
    },
    {
      name: 'customer.mine',
      title: ['我负责的', 'Mine'],
      icon: 'star',
      columns: [['name', 150], ['phone'], ['status'], ['next_visit'], ['campus'], ['intention']],
      filter: 'consultant == me',
    },
    {
      name: 'customer.pool',
      title: ['公海', 'Pool'],
      icon: 'layers',
      columns: [['name', 150], ['phone'], ['status'], ['source'], ['campus'], ['created_at']],
      filter: 'consultant == nil',
    },
  ],
  forms: [
    {
      name: 'customer.default',
      stage: 'status',
      sections: [
        {
          title: ['基本信息', 'Basics'],
          columns: 2,
          fields: ['name', 'number', 'phone', 'email', 'status', 'consultant', 'campus', 'source'],
        },
        {
          title: ['跟进', 'Follow-up'],
          columns: 2,
          fields: ['contract_amount', 'intention', 'next_visit', 'tags'],
        },
        { title: ['备注', 'Remark'], columns: 1, fields: ['remark'] },
      ],
    },
  ],
}

const campus: DraftEntity = {
  name: 'campus',
  title: ['校区', 'Campus'],
  plural: ['校区', 'Campuses'],
  icon: 'school',
  color: 'green',
  label: 'name',
  package: 'education',
  fields: [
    { name: 'name', type: 'text', title: ['名称', 'Name'], required: true },
    { name: 'city', type: 'text', title: ['城市', 'City'] },
    { name: 'open', type: 'boolean', title: ['营业中', 'Open'] },
    { name: 'seats', type: 'integer', title: ['座位数', 'Seats'] },
  ],
  views: [
    {
      name: 'campus.all',
      title: ['全部校区', 'All campuses'],
      columns: [['name', 220], ['city'], ['open'], ['seats']],
    },
  ],
}

const course: DraftEntity = {
  name: 'course',
  title: ['课程', 'Course'],
  plural: ['课程', 'Courses'],
  icon: 'book-open',
  color: 'orange',
  label: 'name',
  package: 'education',
  fields: [
    { name: 'name', type: 'text', title: ['名称', 'Name'], required: true },
    { name: 'price', type: 'money', currency: 'CNY', title: ['价格', 'Price'] },
    { name: 'starts_at', type: 'time', title: ['上课时间', 'Starts at'] },
    {
      name: 'subjects',
      type: 'choices',
      title: ['科目', 'Subjects'],
      options: [option('math', '数学', 'Maths', 'blue'), option('english', '英语', 'English', 'orange')],
    },
    { name: 'site', type: 'url', title: ['介绍页', 'Web page'] },
    { name: 'weight', type: 'number', scale: 2, title: ['学分', 'Credits'] },
    { name: 'shape', type: 'hologram', title: ['全息图', 'Hologram'] },
  ],
  views: [],
}

const user: DraftEntity = {
  name: 'user',
  title: ['成员', 'User'],
  plural: ['成员', 'Users'],
  icon: 'user',
  color: 'gray',
  label: 'name',
  package: 'core',
  fields: [
    { name: 'name', type: 'text', title: ['姓名', 'Name'], required: true },
    { name: 'email', type: 'email', title: ['邮箱', 'Email'] },
    { name: 'active', type: 'boolean', title: ['启用', 'Active'] },
  ],
  views: [],
}

/** The entities of the demo workspace, system fields included. */
export function demoEntities(): DraftEntity[] {
  return [customer, campus, course, user].map((entity) => ({
    ...entity,
    fields: [...entity.fields, ...systemFields],
  }))
}

/** System fields for an entity that is published later. */
export function withSystemFields(fields: DraftField[]): DraftField[] {
  return [...fields, ...systemFields]
}
