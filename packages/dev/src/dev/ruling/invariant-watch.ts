import { randomUUID } from 'node:crypto';
import type { LocalPeer, ObservedBlock, ObservedProposal, PeerObserver } from '@heddle/local-peer';
import type { ToldViolation } from '@heddle/testing/internal';

/** What is told when a rule of a chaincode is broken, or holds again. */
export interface RuleNews {
    readonly chaincode: string;
    readonly rule: string;
    /** What the rule has thrown; undefined where it holds again. */
    readonly violation: string | undefined;
    /** After which blocks it was asked, such as `block 4 (shop.sell 3f1c09ab)`. Several where they came faster than answers. */
    readonly after: string;
}

/** Where rules are asked, and who is told. */
export interface RuledNetwork {
    readonly peer: Pick<LocalPeer, 'evaluate'>;
    /** The chaincodes that run now. */
    chaincodes(): readonly string[];
    tell(news: RuleNews): void;
    /** Is told that the rules of a chaincode could not be asked. */
    failed(chaincode: string, reason: string): void;
}

const OK = 200;
/** Endorsed ones may never be committed. */
const MOST_NAMES = 1000;
const TX_ID_SHOWN = 8;

/** Asks after each block the rules that contracts state by `@Invariant()`. */
export class InvariantWatch {
    /** The function by which chaincodes answer: a name that clients cannot guess. */
    readonly name = `heddle.invariants.${randomUUID()}`;
    #network: RuledNetwork | undefined;
    #waiting: ObservedBlock[] = [];
    #isAsking = false;
    /** What submitted transactions call, by their ids. */
    readonly #names = new Map<string, string>();
    /** What is broken, by chaincode and rule. */
    readonly #broken = new Map<string, string>();

    /** Asks on this network from now on. */
    open(network: RuledNetwork): void {
        this.#network = network;
    }

    /** The same observer, which does not see what this one asks, and has it asked after each block. */
    around<Observer extends Required<Pick<PeerObserver, 'proposal' | 'block'>>>(observer: Observer): Observer {
        return {
            ...observer,
            proposal: (told) => {
                if (told.args[0]?.toString() === this.name) return;
                if (told.purpose === 'endorse') this.#remember(told);
                observer.proposal(told);
            },
            block: (told) => {
                observer.block(told);
                this.#waiting.push(told);
                void this.#ask();
            },
        };
    }

    #remember({ txId, chaincode, args: [name] }: ObservedProposal): void {
        const [oldest] = this.#names.keys();
        if (this.#names.size >= MOST_NAMES && oldest !== undefined) this.#names.delete(oldest);
        this.#names.set(txId, `${chaincode}.${name?.toString() ?? ''}`);
    }

    /** With those that changed the ledger. */
    #describe({ number, transactions }: ObservedBlock): string {
        const valid = transactions.filter(({ status }) => status === 'VALID');
        const named = valid.map(
            ({ txId }) => `${this.#names.get(txId) ?? 'a transaction'} ${txId.slice(0, TX_ID_SHOWN)}`,
        );
        for (const { txId } of transactions) this.#names.delete(txId);
        return `block ${number} (${named.length === 0 ? 'without a valid transaction' : named.join(', ')})`;
    }

    /** One after the other: blocks that come meanwhile are asked about together. Never rejects. */
    async #ask(): Promise<void> {
        const network = this.#network;
        if (this.#isAsking || network === undefined) return;
        this.#isAsking = true;
        while (this.#waiting.length > 0) {
            const blocks = this.#waiting;
            this.#waiting = [];
            const after = blocks.map((block) => this.#describe(block)).join(', ');
            for (const chaincode of network.chaincodes()) await this.#askOne(network, chaincode, after);
        }
        this.#isAsking = false;
    }

    async #askOne(network: RuledNetwork, chaincode: string, after: string): Promise<void> {
        try {
            const { status, message, payload } = await network.peer.evaluate({ chaincode, function: this.name });
            if (status !== OK) throw new Error(message);
            const broken = JSON.parse(Buffer.from(payload).toString()) as ToldViolation[]; // of our own file in its process
            this.#tellNews(network, { chaincode, broken, after });
        } catch (error) {
            network.failed(chaincode, error instanceof Error ? error.message : String(error));
        }
    }

    /** A rule that is broken stays so for a while: only what is new is told. */
    #tellNews(
        network: RuledNetwork,
        { chaincode, broken, after }: Pick<RuleNews, 'chaincode' | 'after'> & { readonly broken: ToldViolation[] },
    ): void {
        const now = new Map(broken.map(({ name, message }) => [`${chaincode} ${name}`, message]));
        for (const { name, message } of broken) {
            const id = `${chaincode} ${name}`;
            if (this.#broken.get(id) !== message) network.tell({ chaincode, rule: name, violation: message, after });
            this.#broken.set(id, message);
        }
        const mended = [...this.#broken.keys()].filter((id) => id.startsWith(`${chaincode} `) && !now.has(id));
        for (const id of mended) {
            this.#broken.delete(id);
            network.tell({ chaincode, rule: id.slice(chaincode.length + 1), violation: undefined, after });
        }
    }
}

/** What has become of a rule, in a line. */
export function describeNews({ chaincode, rule, violation, after }: RuleNews): string {
    if (violation === undefined) return `the rule ${rule} of ${chaincode} holds again, after ${after}`;
    return `the rule ${rule} of ${chaincode} is broken after ${after}: ${violation}`;
}
