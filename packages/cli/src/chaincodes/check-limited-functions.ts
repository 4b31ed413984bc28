import type { Chaincode, LimitOptions } from '@heddle/core';
import { fullNameOf, NAME_OF, type NameOf, namesOfCalls } from '@heddle/core/internal';
import { nameOf as settingName } from '../input/environment';
import { ConfigurationError } from '../reporting/command-error';
import { LIMIT_SETTINGS } from '../serving/limit-options';

/**
 * Checks that each function that has a limit is there, and has no other one by its other name: the limit of one that is
 * misspelt would hold nobody. Chaincode without contracts does not tell what it has.
 * @throws ConfigurationError that names the function
 */
export function checkLimitedFunctions(limits: LimitOptions | undefined, chaincodes: readonly Chaincode[]): void {
    const limited = Object.keys(limits?.functions ?? {});
    const names = chaincodes.map((chaincode) => namesOfCalls(chaincode));
    for (const nameOf of names) checkOneLimitEach(limited, nameOf);
    if (!chaincodes.every((chaincode) => NAME_OF in chaincode)) return;
    for (const name of limited) {
        if (names.some((known) => known(name)?.name !== undefined)) continue;
        throw new ConfigurationError(
            `${settingName(LIMIT_SETTINGS.limit)} has ${JSON.stringify(name)}, and no contract has that function: give it as ` +
                '`heddle metadata` shows it, Contract:function',
        );
    }
}

function checkOneLimitEach(limited: readonly string[], nameOf: NameOf): void {
    const given = new Map<string, string>();
    for (const name of limited) {
        const fullName = fullNameOf(nameOf(name));
        if (fullName === undefined) continue;
        const other = given.get(fullName);
        if (other !== undefined) throw twice([other, name], fullName);
        given.set(fullName, name);
    }
}

function twice(names: readonly string[], fullName: string): ConfigurationError {
    const both = names.map((name) => JSON.stringify(name)).join(' and ');
    const option = settingName(LIMIT_SETTINGS.limit);
    return new ConfigurationError(`${option} has ${both}, which both are ${fullName}: keep one of them`);
}
