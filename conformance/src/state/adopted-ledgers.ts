import {
    type Context,
    Contract,
    Declares,
    entity,
    Evaluate,
    IsInt,
    IsNumber,
    IsString,
    Optional,
    Property,
    Returns,
    Transaction,
} from '@heddle/contract';

class Asset {
    static readonly entity = entity('asset', { key: 'ID', keys: 'simple', tag: { docType: 'asset' } });
    @IsString() ID!: string;
    @IsString() Color!: string;
    @IsInt() Size!: number;
    @IsString() Owner!: string;
    @IsNumber() AppraisedValue!: number;
}

class Marble {
    static readonly entity = entity('marble', {
        key: 'assetID',
        keys: 'simple',
        tag: { docType: 'asset' },
        indexes: { byColor: { fields: ['color'], as: 'color~name' } },
    });
    @IsString() assetID!: string;
    @IsString() color!: string;
    @IsString() owner!: string;
}

/** The amount of an ERC-20 balance, which stands on the ledger as a bare number. */
const fromBareNumber = (amount: number): unknown => ({ amount: String(amount) });

class Balance {
    static readonly entity = entity('balance', { key: 'owner', version: 2, upgrade: { 1: fromBareNumber } });
    @IsString() owner!: string;
    @Property() amount!: bigint;
}

class Allowance {
    static readonly entity = entity('allowance', {
        key: ['owner', 'spender'],
        version: 2,
        upgrade: { 1: fromBareNumber },
    });
    @IsString() owner!: string;
    @IsString() spender!: string;
    @Property() amount!: bigint;
}

class TokenBalance {
    static readonly entity = entity('GCTB', { key: ['owner', 'instance'], text: ['instance'] });
    @IsString() owner!: string;
    @Property() instance!: bigint;
    @IsString() quantity!: string;
}

class Note {
    static readonly entity = entity('note', {
        key: ['owner', 'time'],
        keys: { prefix: 'GCXX\u0000', separator: '\u0000', suffix: '' },
    });
    @IsString() owner!: string;
    @IsString() time!: string;
    @IsString() @Optional() note?: string;
}

/** The ledger of asset-transfer-basic. */
@Declares(Asset)
export class AdoptedAssets extends Contract {
    @Evaluate()
    @Returns([Asset])
    assets(ctx: Context): Promise<Asset[]> {
        return ctx.state(Asset).find().take(100);
    }

    @Transaction()
    async paint(ctx: Context, id: string, color: string): Promise<void> {
        await ctx.state(Asset).update(id, { Color: color });
    }

    @Evaluate()
    async readAsset(ctx: Context, id: string): Promise<Asset> {
        return ctx.state(Asset).getOrThrow(id);
    }
}

/** The ledger of asset-transfer-ledger-queries. */
@Declares(Marble)
export class AdoptedMarbles extends Contract {
    @Evaluate()
    async marblesOf(ctx: Context, color: string): Promise<string> {
        const found = await ctx.state(Marble).findBy('byColor', { color }).take(100);
        return found.map(({ assetID }) => assetID).join();
    }

    @Transaction()
    async recolor(ctx: Context, id: string, color: string): Promise<void> {
        await ctx.state(Marble).update(id, { color });
    }
}

/** The ledger of token-erc-20. */
@Declares(Balance, Allowance)
export class AdoptedToken extends Contract {
    @Evaluate()
    @Returns([Balance])
    balances(ctx: Context): Promise<Balance[]> {
        return ctx.state(Balance).find().take(100);
    }

    @Evaluate()
    async allowance(ctx: Context, owner: string, spender: string): Promise<bigint> {
        return (await ctx.state(Allowance).getOrThrow({ owner, spender })).amount;
    }

    @Transaction()
    async deposit(ctx: Context, owner: string, amount: bigint): Promise<bigint> {
        const row = await ctx.state(Balance).upsert(owner, (balance) => {
            balance.amount = ((balance.amount as bigint | undefined) ?? 0n) + amount; // absent in a new row
        });
        return row.amount;
    }
}

/** A ledger of GalaChain's objects. */
@Declares(TokenBalance, Note)
export class AdoptedObjects extends Contract {
    @Evaluate()
    @Returns([TokenBalance])
    tokens(ctx: Context, owner: string): Promise<TokenBalance[]> {
        return ctx.state(TokenBalance).find({ owner }).take(100);
    }

    @Transaction()
    async burn(ctx: Context, owner: string, instance: bigint): Promise<void> {
        await ctx.state(TokenBalance).update({ owner, instance }, { quantity: '0' });
    }

    @Evaluate()
    async notesFrom(ctx: Context, owner: string, time: string): Promise<string> {
        const notes = await ctx
            .state(Note)
            .find({ owner, time: { gte: time } })
            .take(100);
        return notes.map(({ note }) => note).join();
    }

    @Transaction()
    async annotate(ctx: Context, owner: string, time: string, note: string): Promise<void> {
        await ctx.state(Note).upsert({ owner, time }, { note });
    }
}
