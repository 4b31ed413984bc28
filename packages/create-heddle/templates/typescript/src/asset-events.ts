import { event } from '@heddle/contract';
import { IsString } from 'class-validator';

export class AssetTransferred {
    static readonly event = event('AssetTransferred');
    @IsString() id!: string;
    @IsString() from!: string;
    @IsString() to!: string;
}
