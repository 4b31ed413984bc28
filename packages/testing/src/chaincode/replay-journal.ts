import { createRequire } from 'node:module';
import { ContractChaincode } from '@heddle/contract';
import { type Chaincode, createLogger, type Logger } from '@heddle/core';
import type * as replay from '@heddle/replay';
import type { Difference, JournalFilter, ReplayedTransaction } from '@heddle/replay';
import { TestNetworkError } from '../errors/test-network-error';
import { type ChaincodeSource, hasContracts } from './chaincode-source';

/** Which transactions of a journal are run again, and what is compared. */
export interface ReplayJournalOptions extends JournalFilter {
    /** Whether operations are compared in order, and not only what comes of them. Default: no. */
    readonly strict?: boolean | undefined;
    /** Takes what the contracts log. Default: nobody does. */
    readonly logger?: Logger | undefined;
}

/** How the transactions of a journal came out. */
export class JournalReplay {
    /** In the order in which they ended. */
    readonly transactions: readonly ReplayedTransaction[];

    readonly #linesOf: (differences: readonly Difference[]) => string[];

    /** @internal */
    constructor(
        transactions: readonly ReplayedTransaction[],
        linesOf: (differences: readonly Difference[]) => string[],
    ) {
        this.transactions = transactions;
        this.#linesOf = linesOf;
    }

    /** Names of the functions that were called, each once. */
    get functions(): string[] {
        return [...new Set(this.transactions.map(({ functionName }) => functionName))];
    }

    /**
     * Fails a test where transactions do not come out as they were recorded.
     * @param functionName those of one function. Default: all
     * @throws TestNetworkError NOT_AS_RECORDED with the first that differs, or where none of them could be compared
     */
    check(functionName?: string): void {
        const meant = this.transactions.filter(
            (one) => functionName === undefined || one.functionName === functionName,
        );
        const differing = meant.flatMap((one) => (one.verdict.kind === 'differs' ? [{ ...one, ...one.verdict }] : []));
        const [first] = differing;
        if (first !== undefined) {
            const others = differing.length > 1 ? `; so do ${differing.length - 1} more` : '';
            const title = `${first.functionName} ${first.txId} is not as recorded${others}`;
            throw new TestNetworkError('NOT_AS_RECORDED', [title, ...this.#linesOf(first.differences)].join('\n'));
        }
        if (meant.some(({ verdict }) => verdict.kind === 'reproduced')) return;
        const reasons = new Set(
            meant.map(({ verdict }) => ('why' in verdict ? `${verdict.kind}, ${verdict.why}` : '')),
        );
        const why = meant.length === 0 ? 'the journal has none of them' : [...reasons].join('; ');
        const what = functionName ?? 'the transactions';
        throw new TestNetworkError('NOT_AS_RECORDED', `nothing of ${what} could be compared: ${why}`);
    }
}

/**
 * Runs the transactions of a journal again, without a peer, against the contracts of now: those that `heddle journal export`
 * has taken out of a server's, for one.
 *
 *     const replay = await replayJournal('test/journal', { contracts: [AssetTransfer] });
 *     replay.check('transferAsset');
 *
 * @param folder the journal, or one segment of it
 * @param source contracts, or a chaincode of another kind
 * @throws JournalError where there is no journal that can be read
 */
export async function replayJournal(
    folder: string,
    source: ChaincodeSource,
    options: ReplayJournalOptions = {},
): Promise<JournalReplay> {
    const { logger = createLogger('error', () => undefined), strict = false, ...filter } = options;
    const { differenceLines, replayJournalOf } = loadReplay();
    const chaincode = chaincodeOf(source, logger);
    const transactions: ReplayedTransaction[] = [];
    for await (const one of replayJournalOf(folder, { ...filter, code: [{ chaincode }], logger, strict })) {
        transactions.push(one);
    }
    return new JournalReplay(transactions, differenceLines);
}

function chaincodeOf(source: ChaincodeSource, logger: Logger): Chaincode {
    if (typeof source === 'function') return new source();
    return hasContracts(source) ? new ContractChaincode({ ...source, logger }) : source;
}

/** Few tests replay, and what it takes is not loaded for the others. By `require`, since Jest allows no `import()`. */
function loadReplay(): typeof replay {
    return createRequire(__filename)('@heddle/replay') as typeof replay;
}
