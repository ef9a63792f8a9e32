// The emoji that people and bots use most, by short name. One that is not here stays as it was typed.

const TABLE = `
+1 👍 -1 👎 thumbsup 👍 thumbsdown 👎 wave 👋 clap 👏 pray 🙏 raised_hands 🙌 muscle 💪 ok_hand 👌 eyes 👀
point_right 👉 point_left 👈 point_up ☝️ point_down 👇 handshake 🤝 writing_hand ✍️ raised_hand ✋ smile 😄
smiley 😃 grinning 😀 grin 😁 joy 😂 slightly_smiling_face 🙂 wink 😉 blush 😊 heart_eyes 😍 sunglasses 😎
thinking_face 🤔 neutral_face 😐 confused 😕 cry 😢 sob 😭 scream 😱 sweat_smile 😅 rage 😡 sleeping 😴
upside_down_face 🙃 partying_face 🥳 robot_face 🤖 ghost 👻 see_no_evil 🙈 shrug 🤷 facepalm 🤦 heart ❤️
broken_heart 💔 blue_heart 💙 green_heart 💚 purple_heart 💜 star ⭐ star2 🌟 sparkles ✨ fire 🔥 boom 💥 100 💯
tada 🎉 confetti_ball 🎊 balloon 🎈 gift 🎁 trophy 🏆 medal 🏅 rocket 🚀 airplane ✈️ car 🚗 house 🏠 office 🏢
factory 🏭 white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌
negative_squared_cross_mark ❎ no_entry ⛔ no_entry_sign 🚫 warning ⚠️ rotating_light 🚨 exclamation ❗
question ❓ grey_question ❔ grey_exclamation ❕ bangbang ‼️ information_source ℹ️ octagonal_sign 🛑
red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵
large_purple_circle 🟣 white_circle ⚪ black_circle ⚫ large_green_square 🟩 large_yellow_square 🟨
large_red_square 🟥 white_large_square ⬜ black_large_square ⬛ small_blue_diamond 🔹 large_blue_diamond 🔷
small_orange_diamond 🔸 radio_button 🔘 hourglass ⌛ hourglass_flowing_sand ⏳ watch ⌚ stopwatch ⏱️
timer_clock ⏲️ alarm_clock ⏰ clock1 🕐 clock3 🕒 clock9 🕘 calendar 📅 date 📆 spiral_calendar_pad 🗓️
arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️ arrow_upper_right ↗️ arrow_lower_right ↘️
left_right_arrow ↔️ arrows_counterclockwise 🔄 arrows_clockwise 🔃 repeat 🔁 twisted_rightwards_arrows 🔀
leftwards_arrow_with_hook ↩️ arrow_forward ▶️ double_vertical_bar ⏸️ pause_button ⏸️
black_square_for_stop ⏹️ fast_forward ⏩ track_next ⏭️ back 🔙 new 🆕 up 🆙 ok 🆗 sos 🆘 link 🔗 lock 🔒
unlock 🔓 closed_lock_with_key 🔐 key 🔑 old_key 🗝️ shield 🛡️ no_bell 🔕 bell 🔔 loudspeaker 📢 mega 📣 mute 🔇
pencil 📝 pencil2 ✏️ memo 📝 clipboard 📋 pushpin 📌 round_pushpin 📍 paperclip 📎 bookmark 🔖 label 🏷️ books 📚
book 📖 page_facing_up 📄 file_folder 📁 open_file_folder 📂 card_index 📇 card_file_box 🗃️ file_cabinet 🗄️
wastebasket 🗑️ inbox_tray 📥 outbox_tray 📤 package 📦 email 📧 envelope ✉️ incoming_envelope 📨 mailbox 📫
speech_balloon 💬 thought_balloon 💭 telephone ☎️ iphone 📱 computer 💻 desktop_computer 🖥️ floppy_disk 💾
cd 💿 bar_chart 📊 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 mag 🔍 mag_right 🔎 bulb 💡
electric_plug 🔌 battery 🔋 satellite 🛰️ gear ⚙️ wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️ nut_and_bolt 🔩
toolbox 🧰 test_tube 🧪 microscope 🔬 bug 🐛 construction 🚧 ladder 🪜 zap ⚡ cloud ☁️ sunny ☀️ snowflake ❄️
umbrella ☔ rainbow 🌈 ocean 🌊 earth_africa 🌍 globe_with_meridians 🌐 seedling 🌱 four_leaf_clover 🍀
cactus 🌵 coffee ☕ tea 🍵 pizza 🍕 cake 🍰 beers 🍻 dog 🐶 cat 🐱 owl 🦉 bee 🐝 snail 🐌 turtle 🐢 whale 🐳
unicorn_face 🦄 octopus 🐙 elephant 🐘 busts_in_silhouette 👥 bust_in_silhouette 👤 technologist 🧑‍💻
detective 🕵️ moneybag 💰 dollar 💵 credit_card 💳 receipt 🧾 checkered_flag 🏁 triangular_flag_on_post 🚩
one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ zero 0️⃣
heavy_plus_sign ➕ heavy_minus_sign ➖ recycle ♻️ copyright ©️ tm ™️
`;

const words = TABLE.trim().split(/\s+/);
const EMOJI = new Map();
for (let i = 0; i < words.length; i += 2) EMOJI.set(words[i], words[i + 1]);

/** The character of a short name, or null. */
export function emoji(name) {
  return EMOJI.get(name) ?? null;
}

/** Replace the short names in a plain text. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => emoji(name) ?? whole);
}
