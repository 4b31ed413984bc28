import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { Contract, ContractChaincode, type ContractSource } from './index';
import { compileSnippets, shownCalls } from './testing/guide';
import { recordingLogger, ScriptedPeer } from './testing/scripted-peer';

const PAGES = ['guide/contracts.md', 'guide/types.md', 'guide/errors.md', 'guide/migrating.md', 'guide/workers.md'];

const modules = compileSnippets(PAGES);

function contractsOf(page: string): ContractSource[] {
    const require = createRequire(__filename);
    const exported = (modules.get(page) ?? []).flatMap((path) => Object.values(require(path) as object) as unknown[]);
    return exported.filter(
        (value): value is new () => Contract => typeof value === 'function' && value.prototype instanceof Contract,
    );
}

describe('the guides', () => {
    it.each(PAGES)('%s shows what happens', async (page) => {
        const chaincode = new ContractChaincode({ contracts: contractsOf(page), logger: recordingLogger().logger });
        await using peer = new ScriptedPeer(chaincode);
        const calls = shownCalls(page);
        expect(calls.length).toBeGreaterThan(2);
        for (const { args, answer } of calls) {
            const { status, message, payload } = await peer.invoke(...args);
            expect(`${args.join(' ')}: ${`${status} ${status < 400 ? payload : message}`.trim()}`).toBe(
                `${args.join(' ')}: ${answer}`,
            );
        }
    });
});
