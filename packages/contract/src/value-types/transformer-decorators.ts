import type { Transform as TransformDecorator, Type as TypeDecorator } from 'class-transformer';
import { Transform as transform } from 'class-transformer/cjs/decorators/transform.decorator';
import { Type as type } from 'class-transformer/cjs/decorators/type.decorator';

// class-transformer's own, each from its file: its index loads all that converts objects, which is not used here.

/** class-transformer's `@Transform`: makes a field's value of the one that was given. */
export const Transform: typeof TransformDecorator = transform;

/** class-transformer's `@Type`: says the class of a field, where the compiler does not tell it. */
export const Type: typeof TypeDecorator = type;
