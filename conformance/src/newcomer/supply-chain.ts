import {
    collection,
    type Context,
    Contract,
    Declares,
    entity,
    Evaluate,
    event,
    failure,
    IsIn,
    IsString,
    Length,
    Property,
    RequireAttribute,
    Returns,
    Transaction,
} from '@heddle/contract';

/** Farm and mill alone see what was agreed; shops and everybody else have hashes. */
export const agreements = collection('agreements', { members: ['FarmMSP', 'MillMSP'], memberOnlyRead: true });

/** What is on its way. Everybody sees it. */
export class Shipment {
    static readonly entity = entity('shipment', { key: 'id', indexes: { byHolder: ['holder', 'state'] } });
    @IsString() id!: string;
    /** The organization that has it. */
    @IsString() holder!: string;
    /** The organization that it is for. */
    @IsString() receiver!: string;
    @IsIn(['sent', 'received']) state!: 'sent' | 'received';
}

/** What farm and mill have agreed about a shipment. */
export class Agreement {
    static readonly entity = entity('agreement', { key: 'id', collection: agreements });
    @IsString() id!: string;
    /** In cents. */
    @Property() price!: bigint;
    /** Random: hashes are public, and prices can be guessed. */
    @IsString() @Length(16, 64) salt!: string;
}

/** What an organization keeps for itself. */
export class Note {
    static readonly entity = entity('note', { key: 'id' });
    @IsString() id!: string;
    @IsString() text!: string;
}

/** A shipment has arrived. */
export class Received {
    static readonly event = event('Received');
    @IsString() id!: string;
    @IsString() by!: string;
}

/** It is for another organization, or there already. */
export const NotForYou = failure('NOT_FOR_YOU', { status: 403, message: 'the shipment is not on its way to you' });
/** Notes are private, and so no arguments. */
export const NoNote = failure('NO_NOTE', { message: 'transient data has no note' });

/** Shipments from farm to mill to shop: who has them, and what only some may know about them. */
@Declares(Shipment, Agreement, Note, Received, NotForYou, NoNote)
export class SupplyChain extends Contract {
    /**
     * Sends something of the caller's organization. Transient data may have an `agreement`.
     * @param receiver the MSP id of the organization that it is for
     */
    @Transaction()
    @RequireAttribute('role', 'sender')
    async send(ctx: Context, id: string, receiver: string): Promise<void> {
        const holder = ctx.clientIdentity.getMSPID();
        await ctx.state(Shipment).create({ id, holder, receiver, state: 'sent' });
        const agreement = ctx.stub.getTransient().get('agreement');
        if (agreement !== undefined) await ctx.state(Agreement).put(ctx.deserialize(Agreement, agreement));
    }

    /** Takes what is on its way to the caller's organization. */
    @Transaction()
    @Returns(Shipment)
    async receive(ctx: Context, id: string): Promise<Shipment> {
        const by = ctx.clientIdentity.getMSPID();
        const received = await ctx.state(Shipment).update(id, (shipment) => {
            if (shipment.receiver !== by || shipment.state === 'received') throw NotForYou();
            shipment.holder = by;
            shipment.state = 'received';
        });
        ctx.emit(Received, { id, by });
        return received;
    }

    /** Keeps what transient data has as `note`, with the caller's organization alone. */
    @Transaction()
    async note(ctx: Context, id: string): Promise<void> {
        const text = ctx.stub.getTransient().get('note');
        if (text === undefined) throw NoNote();
        await ctx.state(Note).in(ownCollection(ctx)).put({ id, text: text.toString() });
    }

    /** @returns what the caller's organization has noted, empty if it has nothing */
    @Evaluate()
    @Returns(String)
    async noteOf(ctx: Context, id: string): Promise<string> {
        return (await ctx.state(Note).in(ownCollection(ctx)).get(id))?.text ?? '';
    }

    @Evaluate()
    @Returns([Shipment])
    heldBy(ctx: Context, mspId: string): Promise<Shipment[]> {
        return ctx.state(Shipment).findBy('byHolder', { holder: mspId }).take(100);
    }

    /** What was agreed; for farm and mill. */
    @Evaluate()
    @Returns(Agreement)
    agreementOn(ctx: Context, id: string): Promise<Agreement> {
        return ctx.state(Agreement).getOrThrow(id);
    }

    /** @returns whether this is what was agreed, for those who were told of it */
    @Evaluate()
    @Returns(Boolean)
    agreed(ctx: Context, agreement: Agreement): Promise<boolean> {
        return ctx.state(Agreement).matches(agreement);
    }
}

/** The peers of each organization have one that no definition names. */
function ownCollection(ctx: Context): string {
    return `_implicit_org_${ctx.clientIdentity.getMSPID()}`;
}
