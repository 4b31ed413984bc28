import { describe, expect, it, jest } from '@jest/globals';
import { KEPT_DIFFERENCES } from './drop-in/kept-differences';
import { callOwnChaincode, formatOutcomes, parseOutcomes, readRecorded } from './drop-in/recorded-outcomes';
import { nameOf } from './drop-in/run-table';
import { OWN_TABLES } from './drop-in/tables/own-tables';

// Each starts servers, and the machine may be busy.
jest.setTimeout(120_000);

describe("chaincode for Fabric's packages", () => {
    it.each(OWN_TABLES.map((table) => [nameOf(table), table] as const))(
        'is on Heddle what it is on fabric-shim, byte by byte: %s',
        async (name, table) => {
            const kept = KEPT_DIFFERENCES.filter((one) => one.chaincode === name);
            const expected = parseOutcomes(readRecorded(table)).map(({ line, outcome }) => ({
                line,
                outcome: kept.find((one) => one.line === line)?.facade ?? outcome,
            }));
            expect(formatOutcomes(await callOwnChaincode(table, 'facade'))).toBe(formatOutcomes(expected));
        },
    );

    it('differs where a call that is kept different was recorded', () => {
        for (const { chaincode, line, facade } of KEPT_DIFFERENCES) {
            const table = OWN_TABLES.find((one) => nameOf(one) === chaincode);
            const recorded = table === undefined ? [] : parseOutcomes(readRecorded(table));
            const found = recorded.filter((one) => one.line === line);
            expect(found).not.toEqual([]);
            expect(found.map(({ outcome }) => outcome)).not.toContainEqual(facade);
        }
    });
});
