import type { Chaincode, LimitOptions } from '@heddle/core';
import { NAME_OF, namesOfCalls } from '@heddle/core/internal';
import { nameOf } from '../input/environment';
import { ConfigurationError } from '../reporting/command-error';
import { LIMIT_SETTINGS } from '../serving/limit-options';

/**
 * Checks that each function that has a limit is there: the limit of one that is misspelt would hold nobody. Chaincode
 * without contracts does not tell what it has.
 * @throws ConfigurationError that names the function
 */
export function checkLimitedFunctions(limits: LimitOptions | undefined, chaincodes: readonly Chaincode[]): void {
    if (!chaincodes.every((chaincode) => NAME_OF in chaincode)) return;
    const names = chaincodes.map((chaincode) => namesOfCalls(chaincode));
    for (const name of Object.keys(limits?.functions ?? {})) {
        if (names.some((known) => known(name)?.name !== undefined)) continue;
        throw new ConfigurationError(
            `${nameOf(LIMIT_SETTINGS.limit)} has ${JSON.stringify(name)}, and no contract has that function: give it as ` +
                '`heddle metadata` shows it, Contract:function',
        );
    }
}
