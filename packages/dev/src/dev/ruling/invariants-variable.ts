/** Tells a chaincode's process by which name the rules of its contracts are asked. */
export const INVARIANTS_VARIABLE = 'HEDDLE_INVARIANTS';

/** Variables of a chaincode's process that answers by this name; undefined: that answers to nobody. */
export function variablesOfRules(variables: NodeJS.ProcessEnv, name: string | undefined): NodeJS.ProcessEnv {
    const { [INVARIANTS_VARIABLE]: _others, ...own } = variables;
    return name === undefined ? own : { ...own, [INVARIANTS_VARIABLE]: name };
}
