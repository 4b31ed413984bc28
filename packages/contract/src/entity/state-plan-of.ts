import type { Class } from '../evidence/class';
import { ContractDefinitionError } from '../failures/definition-error';
import { ValueCheckers } from '../results/value-checker';
import { ClassCompilation } from '../value-types/class-compilation';
import { EntityPlans, type StatePlan } from './entity-plan';

const plans = new WeakMap<Class<object>, StatePlan>();

/**
 * The plan of an entity or a counter without a contract that declares it, for what looks at a ledger from outside: compiled
 * when it is first asked for, and kept with its class.
 * @throws ContractDefinitionError for a class that is none, and for what is wrong with its declaration
 */
export function statePlanOf(target: Class<object>): StatePlan {
    const known = plans.get(target);
    if (known !== undefined) return known;
    const compilation = new ClassCompilation();
    const plan = new EntityPlans(compilation, new ValueCheckers()).of(target);
    if (plan === undefined || compilation.mistakes.length > 0) throw new ContractDefinitionError(compilation.mistakes);
    plans.set(target, plan);
    return plan;
}
