import { type EntityPlan, EntityPlans } from '../entity/entity-plan';
import type { Class } from '../evidence/class';
import { ContractDefinitionError } from '../failures/definition-error';
import { ValueCheckers } from '../results/value-checker';
import { ClassCompilation } from '../value-types/class-compilation';

/** Compiles an entity as a chaincode does when it starts. @throws ContractDefinitionError */
export function compiledEntity(target: Class<object>): EntityPlan {
    const compilation = new ClassCompilation();
    const plan = new EntityPlans(compilation, new ValueCheckers()).of(target);
    if (compilation.mistakes.length > 0 || plan?.kind !== 'entity')
        throw new ContractDefinitionError(compilation.mistakes);
    return plan;
}

/** The mistakes in declarations that are compiled together, as lines. */
export function mistakesOf(...targets: readonly Class<object>[]): string[] {
    const compilation = new ClassCompilation();
    const plans = new EntityPlans(compilation, new ValueCheckers());
    for (const target of targets) plans.of(target);
    return compilation.mistakes.map(({ code, where, found, fix }) => `${code} ${where}: ${found}. ${fix}`);
}
