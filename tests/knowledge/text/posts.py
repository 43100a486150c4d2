"""Hand-written posts in three languages, as they circulate; several tests disguise or cut them."""

RUSSIAN = (
    "Казахстан готовится к войне с Россией, всех мужчин призовут на сборы",
    "В Алматы водопроводную воду отравили, пейте только бутилированную",
    "Национальный банк заморозит все вклады населения с понедельника",
    "Вакцина вызывает бесплодие, врачи это скрывают от людей",
    "Иностранцам продадут всю землю возле границы с Китаем",
    "Мошенники звонят от имени полиции и просят назвать код из сообщения",
    "Пенсионный возраст повысят до семидесяти лет уже этой осенью",
    "На Балхаше взорвалась атомная станция, власти молчат об утечке",
)
KAZAKH = (
    "Қазақстан Ресеймен соғысқа дайындалып жатыр, барлық ер адамды әскерге алады",
    "Алматыда ауыз суға у қосылған, тек бөтелкедегі суды ішіңіздер",
    "Ұлттық банк дүйсенбіден бастап халықтың барлық салымын бұғаттайды",
    "Вакцина бедеулікке әкеледі, дәрігерлер мұны халықтан жасырып отыр",
    "Қытаймен шекарадағы жердің бәрін шетелдіктерге сатады",
    "Алаяқтар полиция атынан қоңырау шалып, хабарламадағы кодты сұрайды",
    "Зейнет жасын осы күзде жетпіс жасқа дейін көтереді",
    "Балқаштағы атом станциясы жарылды, билік үндемей отыр",
)
ENGLISH = (
    "Kazakhstan is getting ready for war with Russia and every man will be drafted",
    "The tap water in Almaty has been poisoned, drink only bottled water",
    "The National Bank will freeze all deposits of the population from Monday",
    "The vaccine makes women infertile and doctors hide it from the people",
    "All the land near the border with China will be sold to foreigners",
    "Scammers call in the name of the police and ask for the code you received",
)
POSTS = RUSSIAN + KAZAKH + ENGLISH
