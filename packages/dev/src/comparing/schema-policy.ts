import type { ChangeLevel, Difference } from './change';
import { type DifferenceKind, type LocatedSchema, schemaDifferences } from './schema-differences';

/** Who writes values, and who reads them. */
export type SchemaUse =
    /** Clients of before, for the chaincode of now. */
    | 'argument'
    /** The chaincode of now, for clients of before: results and events. */
    | 'answer'
    /** The chaincode of before, for the chaincode of now: rows. */
    | 'row';

const LEVELS: Readonly<Record<DifferenceKind, Readonly<Record<SchemaUse, ChangeLevel>>>> = {
    'another type': { argument: 'breaking', answer: 'breaking', row: 'breaking' },
    'type widened': { argument: 'fine', answer: 'breaking', row: 'fine' },
    'type narrowed': { argument: 'breaking', answer: 'fine', row: 'breaking' },
    'values added': { argument: 'fine', answer: 'fine', row: 'fine' },
    'values removed': { argument: 'breaking', answer: 'fine', row: 'breaking' },
    'required field added': { argument: 'breaking', answer: 'new', row: 'breaking' },
    'optional field added': { argument: 'new', answer: 'new', row: 'new' },
    // Rows keep members that the class does not know.
    'field removed': { argument: 'breaking', answer: 'breaking', row: 'fine' },
    'made required': { argument: 'breaking', answer: 'fine', row: 'breaking' },
    'made optional': { argument: 'fine', answer: 'breaking', row: 'fine' },
    // Validators do not run when rows are read.
    'constraint tightened': { argument: 'breaking', answer: 'fine', row: 'fine' },
    'constraint loosened': { argument: 'fine', answer: 'fine', row: 'fine' },
    'constraint changed': { argument: 'breaking', answer: 'fine', row: 'fine' },
};

const REMEDIES: Readonly<Record<SchemaUse, string>> = {
    argument: 'add a transaction of another name, and keep this one as long as clients call it',
    answer: 'keep the field, and add one of another name',
    row: 'raise the version of the entity, and say in its `upgrade` how old rows become new ones',
};

/** Rows without the field are refused when they are read. */
const DEFAULT = { row: 'give the field a default, or raise the version of the entity and fill it in by its `upgrade`' };
const MISSING: Partial<Record<DifferenceKind, Partial<Record<SchemaUse, string>>>> = {
    'required field added': DEFAULT,
    'made required': DEFAULT,
};

/** Lists the differences of two schemas, by what they mean to those who use such values. */
export function schemaChanges(use: SchemaUse, where: string, old: LocatedSchema, young: LocatedSchema): Difference[] {
    return schemaDifferences(old, young).map(({ kind, path, what }) => {
        const level = LEVELS[kind][use];
        const remedy = level === 'breaking' ? (MISSING[kind]?.[use] ?? REMEDIES[use]) : undefined;
        return { level, where: `${where}${path}`, what, remedy };
    });
}
