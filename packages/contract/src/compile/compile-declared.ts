import type { Contract } from '../context/contract';
import type { Declared, DeclaredFailure } from '../context/declared';
import { isStateSpec } from '../entity/entity';
import type { StatePlan } from '../entity/entity-plan';
import { type EventSpec, eventSpecOf } from '../events/event';
import { EventPlan } from '../events/event-plan';
import type { Class } from '../evidence/class';
import { lineage, ownRecord } from '../evidence/class-record';
import { isFailureStatus } from '../failures/failure-status';
import { type AnyFailure, isTypedFailure } from '../failures/typed-failure';
import type { ClassShape } from '../value-types/value-type';
import type { PlanTools } from './compile-transaction';

/** Compiles what a contract and its bases declare, by @Declares or by a static member `declares`. */
export function compileDeclared(contract: Contract, tools: PlanTools): Declared {
    const where = contract.constructor.name;
    const all = new Set(lineage(contract.constructor as Class<object>).flatMap(declaredBy));
    const entities = new Map<Class<object>, StatePlan>();
    const events = new Map<Class<object>, EventPlan>();
    const failures = new Map<string, DeclaredFailure>();
    for (const item of all) {
        const event = eventSpecOf(item);
        if (event !== undefined) addEvent(item as Class<object>, event, events, tools);
        if (isTypedFailure(item)) addFailure(item, where, failures, tools);
        addEntity(item, entities, tools);
        if (!isKnown(item)) reportUnknown(item, where, tools);
    }
    reportNamesakes(events, where, tools);
    return { contract: where, entities, events, failures };
}

function declaredBy(owner: Class<object>): readonly unknown[] {
    const listed: unknown = Object.hasOwn(owner, 'declares') ? Reflect.get(owner, 'declares') : [];
    return [...(ownRecord(owner)?.declares ?? []), ...(Array.isArray(listed) ? (listed as unknown[]) : [listed])];
}

function isKnown(item: unknown): boolean {
    return eventSpecOf(item) !== undefined || isTypedFailure(item) || isEntity(item);
}

function isEntity(item: unknown): item is Class<object> {
    return typeof item === 'function' && isStateSpec(Reflect.get(item, 'entity'));
}

function addEntity(item: unknown, entities: Map<Class<object>, StatePlan>, tools: PlanTools): void {
    const plan = isEntity(item) ? tools.entities.of(item) : undefined;
    if (plan !== undefined) entities.set(item as Class<object>, plan);
}

function addEvent(
    target: Class<object>,
    spec: EventSpec,
    events: Map<Class<object>, EventPlan>,
    { compilation, checkers }: PlanTools,
): void {
    const type = compilation.classType(target);
    const report = (found: string, fix: string): void => {
        compilation.report({ code: 'DECLARATION_INVALID', where: `${target.name}.event`, found, fix });
    };
    if (type.kind !== 'class') {
        report('an event whose class stands for several', 'Declare each of its subclasses as an event instead');
        return;
    }
    if (spec.name === '') report('an event without a name', "Clients listen to it by its name: event('Transferred')");
    if (spec.name.startsWith('heddle.'))
        report(
            `an event named ${JSON.stringify(spec.name)}`,
            'Names that begin with `heddle.` are used by Heddle itself',
        );
    events.set(target, new EventPlan(spec, type.shape, checkers));
}

function reportNamesakes(events: ReadonlyMap<Class<object>, EventPlan>, where: string, tools: PlanTools): void {
    const seen = new Map<string, Class<object>>();
    for (const [target, { name }] of events) {
        const other = seen.get(name);
        seen.set(name, target);
        if (other === undefined) continue;
        const found = `two events named ${JSON.stringify(name)}: ${other.name} and ${target.name}`;
        const fix = 'Listeners tell events by their names: give each class its own';
        tools.compilation.report({ code: 'DECLARATION_INVALID', where, found, fix });
    }
}

function addFailure(
    failure: AnyFailure,
    where: string,
    failures: Map<string, DeclaredFailure>,
    { compilation }: PlanTools,
): void {
    const { code, status } = failure;
    const report = (found: string, fix: string): void => {
        compilation.report({ code: 'DECLARATION_INVALID', where, found, fix });
    };
    if (failures.has(code))
        report(`two failures with the code ${JSON.stringify(code)}`, 'Use one of them in both places');
    if (code === '') report('a failure without a code', "Clients tell failures by their codes: failure('NO_FUNDS', …)");
    if (!isFailureStatus(status))
        report(`the failure ${code} with the status ${status}`, 'A failure has a status from 400 to 599');
    failures.set(code, { code, status, details: detailsOf(failure, report, compilation) });
}

function detailsOf(
    { code, details }: AnyFailure,
    report: (found: string, fix: string) => void,
    compilation: PlanTools['compilation'],
): ClassShape | undefined {
    if (details === undefined) return undefined;
    const type = compilation.classType(details);
    if (type.kind === 'class') return type.shape;
    report(`the failure ${code} with details whose class stands for several`, 'Give it one class of details');
    return undefined;
}

function reportUnknown(item: unknown, where: string, { compilation }: PlanTools): void {
    compilation.report({
        code: 'DECLARATION_INVALID',
        where: `@Declares of ${where}`,
        found: `${typeof item === 'function' ? item.name : String(item)}, which is no entity, event or failure`,
        fix:
            item === undefined
                ? 'Look for a misspelt import, and for modules that import each other'
                : "Give the class `static readonly entity = entity('name', { key: … })` or `static readonly event = event('Name')`",
    });
}
