"""The work of the comparison as a Restate service; hypercorn serves `app`."""

import restate
from restate import Context, Service

STEPS, BRANCHES = 50, 20
service = Service("Bench")


def step(number: int) -> str:
    return f"step {number}"


@service.handler()
async def sequence(ctx: Context, _given: str) -> str:
    for number in range(STEPS):
        await ctx.run_typed("step", step, number=number)
    return "done"


@service.handler()
async def fan_out(ctx: Context, _given: str) -> str:
    await restate.gather(*(ctx.run_typed("step", step, number=number) for number in range(BRANCHES)))
    return "done"


app = restate.app([service])
