import { resolve } from 'node:path';
import { createLogger } from '@heddle/core';
import type { TestNetworkOptions } from '@heddle/testing';
import type { FuzzConfig } from '@heddle/testing/fuzz';
import { findExported, findPackageEntry, loadModule } from 'heddle/command';
import type { ProofAnswer, ProofRequest } from './proof-request';
import { checkedScenario, defaultOf, readScenario, type Scenario } from './read-scenario';
import { withoutUndefined } from './without-undefined';

/** Runs in a process of its own: what contracts do to it is not done to the command. */
async function prove({ work, folder, config, options }: ProofRequest): Promise<ProofAnswer> {
    const {
        ignoresInvariants,
        folder: files,
        clients,
        block,
        blockMs,
        calls,
        scenario: file,
        isFuzzed,
        ...given
    } = options;
    const { network, options: own = {}, scenario: configured } = await configOf(folder, config);
    const keeping = files === undefined ? {} : { folder: files === false ? (false as const) : resolve(folder, files) };
    const invariants = ignoresInvariants === true ? { invariants: {} } : {};
    if (work === 'load') {
        const { load } = await import('@heddle/testing/work');
        const { actors, arguments: generators, except, setup, weights } = own;
        const fuzzing = { actors, arguments: generators, except, setup, weights };
        const scenario = isFuzzed === true ? undefined : await scenarioOf(file, configured, config ?? folder);
        const loading = { ...fuzzing, ...given, clients, block, blockMs, calls, scenario };
        return { kind: 'loaded', report: await load(network, withoutUndefined(loading)) };
    }
    const { fuzz, FuzzError } = await import('@heddle/testing/fuzz');
    try {
        return { kind: 'held', report: await fuzz(network, { ...own, ...given, ...keeping, ...invariants }) };
    } catch (error) {
        if (!FuzzError.is(error)) throw error;
        const { code, message, seed, foundAfter, outcomes } = error;
        return { kind: 'broken', failure: { code, message, seed, foundAfter, outcomes } };
    }
}

/** The one that the command names, before that of the module. */
async function scenarioOf(
    file: string | undefined,
    configured: Scenario | undefined,
    config: string,
): Promise<Scenario | undefined> {
    if (file !== undefined) return await readScenario(file);
    return configured && checkedScenario(configured, config);
}

/** What the module says, or the contracts that the package exports as for `heddle server`. */
async function configOf(
    folder: string,
    config: string | undefined,
): Promise<FuzzConfig & { network: TestNetworkOptions }> {
    const logger = createLogger('error', () => undefined);
    const given = config === undefined ? {} : (defaultOf(await loadModule(config, logger)) as FuzzConfig); // the author's
    if (given.network !== undefined) return { ...given, network: given.network };
    const { file } = findPackageEntry(folder);
    const exported = findExported(await loadModule(file, logger), file);
    if (exported.kind === 'chaincode')
        throw new Error(`${file} exports a chaincode without contracts, of whose functions nothing is known`);
    // What each of them is, is for the network to check.
    return { ...given, network: { contracts: exported.contracts } as TestNetworkOptions };
}

async function answer(request: ProofRequest): Promise<ProofAnswer> {
    try {
        return await prove(request);
    } catch (error) {
        return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
}

const [text = '{}'] = process.argv.slice(2);
void answer(JSON.parse(text) as ProofRequest).then((found) => {
    process.send?.(found, () => {
        process.exit();
    });
});
