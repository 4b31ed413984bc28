import {
    type Context,
    Context as ContextClass,
    Contract,
    ContractChaincode,
    Declares,
    Evaluate,
    Transaction,
} from '..';
import { LedgerModel, type LedgerModelOptions } from './ledger-model';
import { Balance, Copy, Coupon, Deed, Draft, Lot, Plot, Terms, Ticket, Votes } from './lots';
import { type Answer, type LogLine, recordingLogger } from './scripted-peer';

type Script = (ctx: Context) => Promise<unknown>;

/** The scripts that wait to be run, by the names by which they are called. */
const scripts = new Map<string, Script>();

@Declares(Balance, Copy, Coupon, Deed, Draft, Lot, Plot, Terms, Ticket, Votes)
class Scripts extends Contract {
    @Transaction() async run(ctx: ContextClass, name: string): Promise<void> {
        await scripts.get(name)?.(ctx);
    }
    @Evaluate() async look(ctx: ContextClass, name: string): Promise<void> {
        await scripts.get(name)?.(ctx);
    }
}

/** A ledger on which a test runs functions as transactions. */
export class ScriptedLedger extends LedgerModel {
    readonly lines: LogLine[];

    constructor(options?: LedgerModelOptions) {
        const { logger, lines } = recordingLogger();
        super(new ContractChaincode({ contracts: [Scripts], logger }), options);
        this.lines = lines;
    }

    /** Runs a transaction; answers its response, which tells a failure. */
    attempt(script: Script, kind: 'run' | 'look' = 'run'): Promise<Answer> {
        scripts.set(kind, script);
        return this.invoke(kind, kind);
    }

    /** Runs a transaction that must succeed, and answers what the script returned. */
    async run<T>(script: (ctx: Context) => Promise<T>, kind: 'run' | 'look' = 'run'): Promise<T> {
        let result: { readonly value: T } | undefined;
        const { status, message } = await this.attempt(async (ctx) => {
            result = { value: await script(ctx) };
        }, kind);
        if (status !== 200 || result === undefined) throw new Error(`${status} ${message}`);
        return result.value;
    }

    /** Runs a transaction that is evaluated only. */
    look<T>(script: (ctx: Context) => Promise<T>): Promise<T> {
        return this.run(script, 'look');
    }
}
