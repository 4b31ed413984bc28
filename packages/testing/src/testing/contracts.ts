import {
    Check,
    type Context,
    Contract,
    ContractError,
    Evaluate,
    IsInt,
    IsPositive,
    IsString,
    Min,
    RequireMsp,
    Returns,
    Transaction,
} from '@heddle/contract';

export class Car {
    @IsString() id!: string;
    @IsString() color!: string;
    @IsInt() @IsPositive() doors!: number;
}

/** A contract with something of everything that a test may want to see. */
export class Cars extends Contract {
    @Transaction()
    async add(ctx: Context, car: Car): Promise<void> {
        if (await ctx.stub.exists(car.id))
            throw new ContractError('CAR_EXISTS', `car ${car.id} exists`, { status: 409 });
        await ctx.stub.putState(car.id, ctx.serialize(car));
        await ctx.stub.putState(ctx.stub.createCompositeKey('color', [car.color, car.id]), ctx.serialize(true));
        ctx.stub.setEvent('CarAdded', ctx.serialize({ id: car.id }));
    }

    @Transaction()
    async paint(ctx: Context, id: string, color: string = 'white'): Promise<string> {
        const car = await this.read(ctx, id);
        await ctx.stub.putState(id, ctx.serialize(Object.assign(car, { color })));
        return color;
    }

    @Transaction()
    async scrap(ctx: Context, id: string): Promise<void> {
        await this.read(ctx, id);
        await ctx.stub.deleteState(id);
    }

    @Evaluate()
    @Returns(Car)
    async read(ctx: Context, id: string): Promise<Car> {
        const bytes = await ctx.stub.getState(id);
        if (bytes.length === 0) throw new ContractError('CAR_UNKNOWN', `there is no car ${id}`, { status: 404 });
        return ctx.deserialize(Car, bytes);
    }

    @Transaction()
    async countCars(ctx: Context): Promise<number> {
        let count = 0;
        for await (const _ of ctx.stub.getStateByRange('', '')) count += 1;
        await ctx.stub.putState('~count', String(count));
        return count;
    }

    @Evaluate()
    echo(
        _ctx: Context,
        text: string,
        @Check(IsInt(), Min(0)) n: number,
        big: bigint,
        at: Date,
        bytes: Uint8Array,
    ): unknown {
        return { text, n, big, at, bytes };
    }

    @Evaluate()
    answer(_ctx: Context, form: string): unknown {
        const answers: Readonly<Record<string, unknown>> = {
            digits: '17',
            number: 17,
            bigint: 17n,
            date: new Date(17),
            bytes: Buffer.of(0xff),
            nothing: undefined,
            null: null,
            object: { b: [1], a: 'x' },
            boolean: false,
        };
        return answers[form];
    }

    @Evaluate()
    whoAndWhen(ctx: Context): unknown {
        const { clientIdentity: caller, stub } = ctx;
        const secret = stub.getTransient().get('secret');
        return {
            id: caller.getID(),
            mspId: caller.getMSPID(),
            grade: caller.getAttributeValue('grade'),
            at: stub.getDateTimestamp(),
            secret: secret && Buffer.from(secret).toString(),
        };
    }

    @Evaluate()
    @RequireMsp('Org2MSP')
    guarded(_ctx: Context): string {
        return 'in';
    }

    @Transaction()
    async hide(ctx: Context, id: string): Promise<void> {
        const price = ctx.stub.getTransient().get('price');
        if (price === undefined) throw new ContractError('PRICE_MISSING', 'the price is transient data');
        await ctx.stub.putPrivateData('prices', id, Buffer.from(price));
    }

    @Transaction()
    fail(_ctx: Context): void {
        throw new Error('a bug');
    }
}

export class Garages extends Contract {
    @Transaction()
    async open(ctx: Context, name: string): Promise<string> {
        await ctx.stub.putState(`garage ${name}`, name);
        return name;
    }

    /** Has another chaincode of the network add the car. */
    @Transaction()
    async order(ctx: Context, chaincode: string, car: Car): Promise<void> {
        const { status, message } = await ctx.stub.invokeChaincode(chaincode, ['Cars:add', ctx.serialize(car)], '');
        if (status >= 400) throw new ContractError('ORDER_FAILED', message);
    }
}

export const CAR = { id: 'c1', color: 'red', doors: 4 };
