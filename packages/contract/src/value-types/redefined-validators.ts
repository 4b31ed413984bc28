import type { Class } from '../evidence/class';
import { lineage } from '../evidence/class-record';
import { type ValidationMetadata, validationsOf } from './validation-metadata';

/** Validators that one class of a lineage writes on a property. */
interface OwnValidators {
    readonly owner: Class<object>;
    readonly metadatas: readonly ValidationMetadata[];
}

/**
 * Tells where several classes of a lineage write validators on one property: class-validator takes some of the base's and
 * leaves others, by kinds that authors do not see. Nothing is told where the last class writes all that holds.
 *
 * @param holding what class-validator applies to the property
 */
export function redefinedValidators(
    target: Class<object>,
    name: string,
    holding: readonly ValidationMetadata[],
): string | undefined {
    const all = lineage(target).flatMap((owner) => ownValidators(owner, name));
    const last = all.at(-1);
    if (all.length < 2 || last === undefined) return undefined;
    const lost = all.flatMap(({ metadatas }) => metadatas.filter((metadata) => !holding.includes(metadata)));
    const repeated = new Set(last.metadatas.map(decoratorOf));
    const isComplete = holding.every((metadata) => last.metadatas.includes(metadata));
    if (isComplete && lost.every((metadata) => repeated.has(decoratorOf(metadata)))) return undefined;
    const places = all.map(({ owner, metadatas }) => `${owner.name} (${listed(metadatas)})`).join(' and in ');
    const verdict = lost.length === 0 ? 'all hold' : `${listed(holding)} hold, and ${listed(lost)} of a base do not`;
    return `${target.name}.${name} has validators in ${places}. Of these, ${verdict}: write all that shall hold in one class (docs/guide/types.md)`;
}

function ownValidators(owner: Class<object>, name: string): OwnValidators[] {
    const metadatas = (validationsOf(owner).get(name) ?? []).filter(({ target }) => target === owner);
    return metadatas.length === 0 ? [] : [{ owner, metadatas }];
}

function listed(metadatas: readonly ValidationMetadata[]): string {
    return Array.from(new Set(metadatas.map(decoratorOf))).join(', ');
}

/** `@IsInt` of `isInt`; some kinds of validators have no names. */
function decoratorOf({ name, type }: ValidationMetadata): string {
    const known = name ?? KINDS.get(type) ?? type;
    return `@${known.charAt(0).toUpperCase()}${known.slice(1)}`;
}

const KINDS = new Map([
    ['conditionalValidation', 'ValidateIf'],
    ['nestedValidation', 'ValidateNested'],
    ['promiseValidation', 'ValidatePromise'],
    ['whitelistValidation', 'Allow'],
]);
