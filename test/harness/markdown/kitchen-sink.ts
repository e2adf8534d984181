/** A text with every kind of Markdown that the view draws. */
export const KITCHEN_SINK = `# Title *with* emphasis

A paragraph with **bold**, _italics_, ~~gone~~, \`code\`, a [link](https://example.com "t"), <https://auto.example>, https://bare.example/x_y, me@example.com,
a hard break\\
and math $x^2 + \\frac{1}{2}$ and \\(a_b\\). Costs $5 and $10. &amp; &copy; a[^1] [ref] [full][ref] [late]

| a | b |
|---|:-:|
| 1 | **2** |
| 3 \\| x | [l](http://e.com) |

- one
- two
  - nested

    loose
- [ ] task
- [x] done

3. three
4. four

> quote
> - in it
lazy

\`\`\`js
const a = 1; // \`not closed\`

let b = "x";
\`\`\`

    indented

    code

Setext
===

$$
\\int_0^1 x dx = \\frac12
$$

\\[ E = mc^2 \\]

<div class="x">
raw *html*
</div>

***
![alt](https://img.example/x.png "t")

[ref]: https://ref.example 'Ref'
[^1]: A note with **bold**[^2].

    And more.
[^2]: Second.

[late]: /late
`;
