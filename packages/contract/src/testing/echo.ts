import * as v from 'class-validator';
import { Check, Context, Contract, Evaluate, Optional, Param, Property, Transform, Type } from '../index';

const Level = { 0: 'Low', 1: 'High', Low: 0, High: 1 } as const; // as a numeric enum is compiled
const Color = { Red: 'red', Blue: 'blue' } as const;

export class Amount {
    @v.IsInt() @v.Min(0) value!: number;
    @v.IsIn(['EUR', 'USD']) currency!: string;
}

class Base {
    @v.IsString() id!: string;
}

export class Order extends Base {
    @v.IsInt() count!: number;
    @Property() total!: bigint;
    @Property() due!: Date;
    @Property() proof!: Uint8Array;
    @v.IsBoolean() open!: boolean;
    @v.ValidateNested() @Type(() => Amount) price!: Amount;
    @Type(() => Amount) @v.ArrayMaxSize(3) lines!: Amount[];
    @Property([String]) tags: string[] = [];
    @Property({ map: Number }) stock = new Map<string, number>();
    @Property({ record: Boolean }) flags: Record<string, boolean> = {};
    @Property({ enum: Color }) color: 'red' | 'blue' = 'red';
    @v.IsOptional() @v.IsString() note?: string;
    @Optional() @Property({ nullable: String }) seen?: string | null;
    @v.IsOptional() @Type(() => Order) previous?: Order;
    @Transform(({ value }: { value: string }) => value.trim()) @v.IsOptional() @v.MinLength(1) title?: string;
}

export class Circle {
    @Property() kind!: string;
    @v.IsPositive() radius!: number;
}
export class Square {
    @v.IsPositive() side!: number;
}
export class Drawing {
    @Type(() => Object, {
        discriminator: {
            property: 'kind',
            subTypes: [
                { name: 'circle', value: Circle },
                { name: 'square', value: Square },
            ],
        },
    })
    @v.ValidateNested({ each: true })
    shapes!: (Circle | Square)[];
}

export class Page<T> {
    @v.IsString() bookmark!: string;
    @Property({ any: true }) items!: T[];
}

/** Answers each argument with itself, or with what shows that it arrived: one transaction for each type. */
export class Echo extends Contract {
    @Evaluate() string(_ctx: Context, value: string): unknown {
        return value;
    }
    @Evaluate() number(_ctx: Context, value: number): unknown {
        return value;
    }
    @Evaluate() boolean(_ctx: Context, value: boolean): unknown {
        return value;
    }
    @Evaluate() bigint(_ctx: Context, value: bigint): unknown {
        return value;
    }
    @Evaluate() date(_ctx: Context, value: Date): unknown {
        return value;
    }
    @Evaluate() bytes(_ctx: Context, value: Uint8Array): unknown {
        return value;
    }
    @Evaluate() buffer(_ctx: Context, value: Buffer): unknown {
        return value;
    }
    @Evaluate() @Param('value', { enum: Level }) numericEnum(_ctx: Context, value: 0 | 1): unknown {
        return value;
    }
    @Evaluate() @Param('value', { enum: Color }) stringEnum(_ctx: Context, value: string): unknown {
        return value;
    }
    @Evaluate() @Param('value', { enum: ['a', 1, true] }) literals(_ctx: Context, value: unknown): unknown {
        return { value };
    }
    @Evaluate() order(_ctx: Context, value: Order): unknown {
        return value;
    }
    @Evaluate() drawing(_ctx: Context, value: Drawing): unknown {
        return value.shapes.map((shape) => shape.constructor.name);
    }
    @Evaluate() @Param('value', [Amount]) array(_ctx: Context, value: Amount[]): unknown {
        return value.map((amount) => amount instanceof Amount);
    }
    @Evaluate() @Param('value', 'Map<string, number>') map(_ctx: Context, value: Map<string, number>): unknown {
        return value;
    }
    @Evaluate() @Param('value', { record: Amount }) record(_ctx: Context, value: Record<string, Amount>): unknown {
        return value;
    }
    @Evaluate()
    @Param('value', { class: Page, fields: { items: [Amount] } })
    generic(_ctx: Context, value: Page<Amount>): unknown {
        return value.items.map((amount) => amount instanceof Amount);
    }
    @Evaluate() @Param('value', { any: true }) any(_ctx: Context, value: unknown): unknown {
        return value;
    }
    @Evaluate() @Param('value', { nullable: Number }) nullable(_ctx: Context, value: number | null): unknown {
        return value;
    }
    @Evaluate() optional(_ctx: Context, @Optional() value?: string, other: number = 7): unknown {
        return { value, other };
    }
    @Evaluate() @Param('values', [Number]) rest(_ctx: Context, ...values: number[]): unknown {
        return values;
    }
    @Evaluate() checked(_ctx: Context, @Check(v.IsInt(), v.Min(1), v.Max(9)) value: number): unknown {
        return value;
    }
}

export const AMOUNT = { value: 1, currency: 'EUR' };
export const ORDER = {
    id: 'o1',
    count: 2,
    total: '123456789012345678901234567890',
    due: '2025-01-31T12:00:00.000Z',
    proof: '/w==',
    open: true,
    price: AMOUNT,
    lines: [AMOUNT],
};

/** An order as JSON, with some members changed. */
export function order(changes: object): string {
    return JSON.stringify({ ...ORDER, ...changes });
}

export const DEEP = '['.repeat(10_000);
export const HUGE = 'x'.repeat(10_000_000);
export const NOT_UTF8 = Buffer.from([0x22, 0xff, 0x22]);
