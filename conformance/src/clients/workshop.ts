import {
    type Context,
    Contract,
    ContractError,
    Declares,
    Default,
    Evaluate,
    event,
    failure,
    Info,
    IsIn,
    IsInt,
    IsString,
    Optional,
    Property,
    Returns,
    Transaction,
    Type,
} from '@heddle/contract';

export class Stone {
    @IsString() kind!: string;
    @Property() carat!: number;
}
export class Cloth {
    @IsString() kind!: string;
    @Property() length!: bigint;
}

const MATERIAL = { union: 'kind', of: { stone: Stone, cloth: Cloth } } as const;

/** A value of each type that a contract may have. */
export class Piece {
    @IsString() id!: string;
    @IsInt() count!: number;
    @Property() price!: bigint;
    @Property() made!: Date;
    @Property() seal!: Uint8Array;
    @Property() sold!: boolean;
    @IsIn(['rough', 'fine']) grade!: 'rough' | 'fine';
    @Property({ nullable: 'string' }) note!: string | null;
    @Property({ map: BigInt }) offers!: Map<string, bigint>;
    @Property({ record: Date }) visits!: Record<string, Date>;
    @Property(['bigint']) weights!: bigint[];
    @Property(MATERIAL) material!: Stone | Cloth;
    @Property('any') remarks!: unknown;
    @Optional() @Type(() => Piece) lid?: Piece;
}

export class Offered {
    static readonly event = event('Offered');
    @IsString() id!: string;
    @Property() price!: bigint;
}
export class Seen {
    static readonly event = event('Seen');
    @Property() at!: Date;
}

export class Shortage {
    @Property() has!: bigint;
    @Property() since!: Date;
}
export const TooFew = failure('TOO_FEW', {
    status: 409,
    details: Shortage,
    message: ({ has }) => `only ${has} are left`,
});

/** Answers with what it was given, and does all that a client can notice. */
@Info({ title: 'Workshop', version: '1.0.0', description: 'Answers with what it was given' })
@Declares(Offered, Seen, TooFew)
@Default()
export class Workshop extends Contract {
    @Evaluate() @Returns('string') text(_ctx: Context, value: string): string {
        return value;
    }
    @Evaluate() @Returns('number') number(_ctx: Context, value: number): number {
        return value;
    }
    @Evaluate() @Returns('boolean') flag(_ctx: Context, value: boolean): boolean {
        return value;
    }
    @Evaluate() @Returns('bigint') amount(_ctx: Context, value: bigint): bigint {
        return value;
    }
    @Evaluate() @Returns('Date') instant(_ctx: Context, value: Date): Date {
        return value;
    }
    @Evaluate() @Returns('Uint8Array') bytes(_ctx: Context, value: Uint8Array): Uint8Array {
        return value;
    }
    @Evaluate() @Returns(Piece) piece(_ctx: Context, value: Piece): Piece {
        return value;
    }
    @Evaluate() @Returns([Piece]) pieces(_ctx: Context, first: Piece, @Optional() second?: Piece): Piece[] {
        return second === undefined ? [first] : [first, second];
    }
    @Evaluate() @Returns({ nullable: 'bigint' }) maybe(_ctx: Context, given: boolean): bigint | null {
        return given ? 2n ** 80n : null;
    }
    @Evaluate() undeclared(_ctx: Context, form: string): unknown {
        return form === 'nothing' ? undefined : { form };
    }

    @Transaction() @Returns('number') async increase(ctx: Context, id: string): Promise<number> {
        const before = await ctx.stub.getState(id);
        const next = before.length === 0 ? 1 : ctx.deserialize(Number, before) + 1;
        await ctx.stub.putState(id, ctx.serialize(next));
        return next;
    }
    @Transaction() async offer(ctx: Context, id: string, price: bigint): Promise<void> {
        await ctx.stub.putState(id, ctx.serialize(price));
        ctx.emit(Offered, { id, price });
        ctx.emit(Seen, { at: ctx.stub.getDateTimestamp() });
    }
    @Transaction() async whisper(ctx: Context, id: string): Promise<void> {
        await ctx.stub.putState(id, Buffer.from('whispered'));
        ctx.stub.setEvent('Whispered', Buffer.from('quietly'));
    }
    @Transaction() take(_ctx: Context, has: bigint): void {
        throw TooFew({ has, since: new Date('2025-01-31T12:00:00.000Z') });
    }
    @Transaction() refuse(_ctx: Context): void {
        throw new ContractError('UNHEARD_OF', 'no', { status: 418 });
    }
    /** Answers the secret, as a client may not with real ones. */
    @Evaluate() @Returns('string') secret(ctx: Context): string {
        const { price, note } = Object.fromEntries(ctx.stub.getTransient());
        return `${String(price)} ${String(note)}`;
    }

    // Names that mean something to JavaScript.
    @Evaluate() @Returns('string') then(_ctx: Context): string {
        return 'then';
    }
    @Evaluate() @Returns('string') with(_ctx: Context): string {
        return 'with';
    }
}

/** Another contract of the same chaincode, whose name is no identifier, and one of whose transactions has a taken name. */
export class Backroom extends Contract {
    constructor() {
        super('org.example.back-room');
    }
    @Transaction() @Returns('string') async text(ctx: Context, value: string): Promise<string> {
        await ctx.stub.putState('text', Buffer.from(value));
        return `back: ${value}`;
    }
}
