import { X509Certificate } from 'node:crypto';
import type { ReadBlock } from '@heddle/local-peer';
import { type DeliveredBlock, LedgerCopy } from '@heddle/local-peer/internal';
import { type Coverage, Metadata, type Network as NetworkView } from '@heddle/studio';
import type { Network } from '@hyperledger/fabric-gateway';
import { ConfigurationError } from 'heddle/command';
import { Recorder } from '../studio/record/recorder';
import { LedgerPast } from '../studio/view/ledger-past';
import type { LedgerSource } from '../studio/view/ledger-source';
import { recordedFromBlock } from '../studio/view/recorded-from-block';
import { BlockFollower } from './block-follower';
import { ChannelFacts, toldBy } from './channel-facts';
import { Evaluations } from './evaluations';
import { MOST_WRITES, whyFull } from './read-limit';
import { SeenCallers } from './seen-callers';
import { SystemQuestions } from './system-questions';

const USUAL_BLOCKS = 1000n;
const LIFECYCLE = '_lifecycle';
/** Asking how full the memory is takes as long as reading a small block. */
const BLOCKS_BETWEEN_CHECKS = 64n;

export interface RealNetworkOptions {
    readonly network: Network;
    /** Of the client; its organization's peer is asked. */
    readonly mspId: string;
    /** The one to show; undefined for all. */
    readonly chaincode: string | undefined;
    /** Default: the last 1,000 blocks. */
    readonly fromBlock: bigint | undefined;
    /** Whose certificate may evaluate transactions that are tagged so, in PEM; default: nobody evaluates anything. */
    readonly evaluatesAs?: string;
    /** Default: 5,000,000. */
    readonly mostWrites?: number;
}

/**
 * A channel of somebody's network, as the page shows it: what its peer delivers, kept in memory.
 *
 * Owns the copy of the ledger, the list of transactions and what is known of the channel. Does not own the connection.
 */
export class RealNetwork {
    readonly recorder = new Recorder();
    readonly source: LedgerSource;
    readonly callers = new SeenCallers();
    readonly facts: ChannelFacts;
    /** Undefined where nobody may evaluate anything. */
    readonly evaluations: Evaluations | undefined;
    readonly #options: RealNetworkOptions;
    readonly #questions: SystemQuestions;
    readonly #copy: LedgerCopy;
    readonly #metadata = new Map<string, Metadata>();
    #follower: BlockFollower;
    #coverage: Coverage;
    #isFull = false;
    #isClosed = false;

    private constructor(
        options: RealNetworkOptions,
        { questions, facts, copy }: { questions: SystemQuestions; facts: ChannelFacts; copy: LedgerCopy },
        coverage: Coverage,
    ) {
        this.#options = options;
        this.#questions = questions;
        this.facts = facts;
        this.#copy = copy;
        this.#coverage = coverage;
        this.recorder.setMaxListeners(0);
        this.recorder.coverage = coverage;
        this.#follower = this.#followerFrom(BigInt(coverage.from));
        this.source = {
            reader: copy.reader,
            past: new LedgerPast(copy.reader),
            known: () => ({ from: BigInt(this.#coverage.from), end: BigInt(this.#coverage.to + 1) }),
            parametersOf: (chaincode, name) =>
                this.#metadata
                    .get(chaincode)
                    ?.find(name)
                    ?.transaction.parameters.map((parameter) => parameter.name) ?? [],
        };
        this.evaluations = this.#openEvaluations();
    }

    /** Asks how long the ledger is. @throws GatewayError; ConfigurationError for a first block that there is not */
    static async open(options: RealNetworkOptions): Promise<RealNetwork> {
        const questions = new SystemQuestions(options.network);
        const { height, firstBlock } = await questions.chainInfo();
        const { from, notes } = beginningOf(options.fromBlock, height, firstBlock);
        const facts = new ChannelFacts(questions);
        const copy = await LedgerCopy.open({
            mspId: options.mspId,
            block: (number) => questions.block(number).catch(() => undefined),
            blockWithHash: (hash) => questions.blockWithHash(hash).catch(() => undefined),
            blockOf: (txId) => questions.blockOf(txId).catch(() => undefined),
            blockToLive: (namespace, collection) => facts.blockToLive(namespace, collection),
        });
        copy.height = height;
        await Promise.all([facts.askDefinitions(), facts.askConfiguration()]);
        return new RealNetwork(
            options,
            { questions, facts, copy },
            { from: Number(from), to: Number(from) - 1, height: Number(height), done: false, notes },
        );
    }

    #openEvaluations(): Evaluations | undefined {
        const { network, mspId, evaluatesAs: certificate } = this.#options;
        if (certificate === undefined) return undefined;
        const name = /^CN=(.*)$/m.exec(new X509Certificate(certificate).subject)?.[1] ?? '';
        return new Evaluations({
            network,
            recorder: this.recorder,
            source: this.source,
            caller: { mspId, name, certificate },
            metadataOf: async (chaincode) => {
                if (!this.#metadata.has(chaincode)) await this.metadataOf(chaincode);
                return this.#metadata.get(chaincode);
            },
        });
    }

    /** Follows the channel. Resolves when it is closed. */
    async run(): Promise<void> {
        while (!this.#closed()) {
            await this.#follower.run();
            if (this.#closed()) return;
            // What was to be read does not fit: on with what is new.
            this.#follower = this.#followerFrom(await this.source.reader.height());
        }
    }

    /** Idempotent. */
    close(): void {
        this.#isClosed = true;
        this.#follower.close();
    }

    chaincodes(): NetworkView['chaincodes'] {
        const { chaincode } = this.#options;
        const defined = new Map(this.facts.definitions.map((one) => [one.name, one]));
        const names = new Set([...defined.keys(), ...this.#copy.chaincodes]);
        names.delete(LIFECYCLE);
        return [...names]
            .filter((name) => chaincode === undefined || name === chaincode)
            .sort()
            .map((name) => {
                const { collections = [], endorsementPolicy } = defined.get(name) ?? {};
                const seen = this.source.reader.collectionsOf(name);
                return {
                    name,
                    collections: [...new Set([...collections.map((one) => one.name), ...seen])],
                    ...(endorsementPolicy !== undefined && { policy: endorsementPolicy }),
                };
            });
    }

    /** Has a chaincode tell of itself, which runs its code; or why it does not, in the peer's words. */
    async metadataOf(chaincode: string): Promise<{ readonly document: unknown; readonly refused?: string }> {
        const answer = await toldBy(() => this.#questions.metadata(chaincode));
        if ('refused' in answer) return { document: null, refused: answer.refused };
        this.#metadata.set(chaincode, new Metadata(answer.told));
        return { document: answer.told };
    }

    async view(run: string): Promise<NetworkView> {
        const told = this.facts.organizations;
        const mspIds = told.length > 0 ? told : [...new Set([this.#options.mspId, ...this.callers.mspIds])];
        return {
            api: 1,
            mode: 'real',
            run,
            channel: this.#options.network.getName(),
            height: Number(await this.source.reader.height()),
            organizations: mspIds.map((mspId) => ({ mspId, users: [] })),
            chaincodes: this.chaincodes(),
            queries: '',
            coverage: this.#coverage,
            can: {
                submit: false,
                evaluate: this.evaluations !== undefined,
                try: false,
                hold: false,
                users: false,
                build: false,
                transientValues: false,
            },
        };
    }

    #followerFrom(start: bigint): BlockFollower {
        return new BlockFollower({
            network: this.#options.network,
            start,
            take: (block) => this.#take(block),
            ask: async () => {
                this.#copy.height = (await this.#questions.chainInfo()).height;
            },
            silent: (reason) => {
                this.#tellSilent(reason);
            },
            withoutPrivateData: (reason) => {
                this.facts.privateData = reason;
            },
        });
    }

    async #take(delivered: DeliveredBlock): Promise<void> {
        const block = await this.#copy.append(delivered);
        this.#record(block);
        const number = Number(block.number);
        const height = Number(await this.source.reader.height());
        const done = number + 1 >= height;
        this.#tell(this.#isFull ? { done, height } : { done, height, to: number });
        if (done || !this.#coverage.done) this.#askAnew(block);
        if (!this.#isFull && (done || block.number % BLOCKS_BETWEEN_CHECKS === 0n)) this.#checkRoom(number, done);
    }

    #record(block: ReadBlock): void {
        const { number, transactions } = block;
        const { chaincode } = this.#options;
        for (const [txNumber, transaction] of transactions.entries()) {
            this.callers.see(transaction);
            if (transaction.txId === '' || (chaincode !== undefined && transaction.chaincode !== chaincode)) continue;
            const place = { block: number, txNumber };
            this.recorder.committed(recordedFromBlock(transaction, place, transactions.length));
        }
    }

    /** Only of blocks that are new: all that was before is in the first answers. */
    #askAnew({ transactions }: ReadBlock): void {
        if (!this.#coverage.done) return;
        const valid = transactions.filter(({ status }) => status === 'VALID');
        // Neither rejects.
        if (valid.some(({ chaincode }) => chaincode === LIFECYCLE)) void this.facts.askDefinitions();
        if (valid.some(({ txId }) => txId === '')) void this.facts.askConfiguration();
    }

    #checkRoom(number: number, done: boolean): void {
        const reason = whyFull(this.#copy.writes, this.#options.mostWrites ?? MOST_WRITES);
        if (reason === undefined) return;
        this.#isFull = true;
        this.#copy.stop();
        const note = `Keys and histories are as they were after block ${number}: ${reason}. What is newer is under Transactions and Blocks alone.`;
        this.#tell({ notes: [...this.#coverage.notes, note] });
        if (!done) this.#follower.close();
    }

    #tellSilent(reason: string | undefined): void {
        const { silent, ...coverage } = this.#coverage;
        if (reason === undefined && silent === undefined) return;
        const since = silent?.since ?? new Date().toISOString();
        this.#coverage = reason === undefined ? coverage : { ...coverage, silent: { since, reason } };
        this.recorder.coverage = this.#coverage;
    }

    #tell(changes: Partial<Coverage>): void {
        this.#coverage = { ...this.#coverage, ...changes };
        this.recorder.coverage = this.#coverage;
    }

    /** A method, since it changes while one waits. */
    #closed(): boolean {
        return this.#isClosed;
    }
}

function beginningOf(
    given: bigint | undefined,
    height: bigint,
    firstBlock: bigint,
): { readonly from: bigint; readonly notes: readonly string[] } {
    if (given !== undefined && given >= height)
        throw new ConfigurationError(
            `--from-block is ${given}, and the channel has ${height} blocks: give a number from 0 to ${height - 1n}`,
        );
    const usual = height > USUAL_BLOCKS ? height - USUAL_BLOCKS : 0n;
    const from = given ?? usual;
    if (from >= firstBlock) return { from, notes: [] };
    const note = `The peer began from a snapshot of the ledger, and has no blocks before ${firstBlock}.`;
    return { from: firstBlock, notes: [note] };
}
